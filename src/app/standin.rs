//! A stand-in.

use fivetuple::lesson::*;
use fivetuple::scenario::text;
use std::rc::Rc;

const WORLD: &str = "
seed 1
link home 192.168.1.0/24 1ms
link internet 203.0.113.0/24 10ms
router gateway home 192.168.1.1 internet 203.0.113.254
host laptop home 192.168.1.10
host desktop home 192.168.1.20
host server internet 203.0.113.1
run server.py on server
run client_a.py on laptop after 1ms
run client_b.py on desktop after 2ms
run client_a_again.py on laptop after 3ms
";
const SERVER: &str = "socket 2 1 0\nsetsockopt 3 1 2 1\nbind 3 \"0.0.0.0\" 80\nlisten 3 5\naccept 3 None\naccept 3 None\naccept 3 None\nrecv 4 1024 0 None\nsend 4 b\"you_are_192.168.1.10:49152\" 0 None\nclose 4\nrecv 5 1024 0 None\nsend 5 b\"you_are_192.168.1.20:49153\" 0 None\nclose 5\nrecv 6 1024 0 None\nsend 6 b\"you_are_192.168.1.10:49154\" 0 None\nclose 6";

fn client(address: &str, port: u16) -> String {
    format!(
        "socket 2 1 0\nsetsockopt 3 1 2 1\nbind 3 \"{address}\" {port}\nconnect 3 \"203.0.113.1\" 80 None\nsend 3 b\"who_am_I?\" 0 None\nrecv 3 1024 0 None\nwrite 1 b\"you_are\"\nrecv 3 1024 0 None\nclose 3"
    )
}

fn t(s: &str) -> Vec<Inline> {
    vec![Inline::Text(s.into())]
}

pub(crate) fn lessons() -> Vec<Rc<Lesson>> {
    let mut scenario = text::parse(WORLD).expect("a world");
    scenario.give_source("server.py", SERVER);
    scenario.give_source("client_a.py", &client("192.168.1.10", 49152));
    scenario.give_source("client_b.py", &client("192.168.1.20", 49153));
    scenario.give_source("client_a_again.py", &client("192.168.1.10", 49154));
    let script = |file: &str, title: &str, host: &str, editable| {
        let source = scenario.programs.iter().find(|p| p.file == file).unwrap().source.clone();
        Block::Script(Script { file: file.into(), title: title.into(), host: host.into(), editable, source })
    };
    let choice =
        |correct, text: &str, why: &str| Choice { correct, text: t(text), why: t(why), misconception: None };
    let question = |id: &str, text: &str| Question {
        id: id.into(),
        text: vec![Block::Paragraph(t(text))],
        options: vec![
            choice(false, "Yes: it sees one client, and mixes their bytes.", "The source address differs."),
            choice(false, "The second connect fails.", "A port belongs to one address of one host."),
            choice(
                true,
                "No: the addresses differ, so the tuples differ.",
                "All four numbers name a connection; one that differs is enough.",
            ),
        ],
    };
    let blocks = vec![
        Block::Heading(2, t("One port, many clients")),
        Block::Paragraph(vec![
            Inline::Text("A web server listens on port ".into()),
            Inline::Code("80".into()),
            Inline::Text(". Two machines connect to it at the same time. Both connections end at ".into()),
            Inline::Strong(t("the same port")),
            Inline::Text(
                " of the same machine. How does the server's kernel know which bytes are whose?".into(),
            ),
        ]),
        Block::Predict(question(
            "mix",
            "Both laptops happen to use source port 50000. Does the server mix them up?",
        )),
        Block::Heading(2, t("The programs")),
        script("server.py", "Server", "server", false),
        script("client_a.py", "Client A", "laptop", true),
        script("client_b.py", "Client B", "desktop", true),
        Block::Lab(vec!["network".into(), "ladder".into(), "lookup".into()]),
        Block::Heading(2, t("What you saw")),
        Block::Aside(
            "note".into(),
            vec![Block::Paragraph(t("An accepted socket has the same local port as its listener."))],
        ),
        Block::Table(
            vec![t("Connection"), t("Client"), t("Server")],
            vec![
                vec![t("A"), t("192.168.1.10:49152"), t("203.0.113.1:80")],
                vec![t("B"), t("192.168.1.20:49153"), t("203.0.113.1:80")],
            ],
        ),
        Block::Quiz(question("quiz", "Which of these is true?")),
        Block::Reveal(
            "A model answer".into(),
            vec![Block::Paragraph(t("A connection is named by five things."))],
        ),
    ];
    vec![Rc::new(Lesson {
        id: "five-tuple".into(),
        title: "Five numbers name a connection".into(),
        objective: "You can tell, for any packet, which socket it belongs to, and why.".into(),
        minutes: 10,
        version: 1,
        blocks,
        scenario,
        claims: vec![],
    })]
}

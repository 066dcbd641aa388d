//! What can be done from outside to the thing that is selected: a packet on its way, a process, a link.

use std::net::SocketAddr;
use std::time::Duration;

use fivetuple::model::command::{Command, Header};
use fivetuple::model::host::Link;
use fivetuple::model::id::{PacketId, Pid};
use fivetuple::model::packet::{Flags, Protocol};
use fivetuple::model::plan::{Change, Intervention};
use fivetuple::view::Target;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::icons;
use crate::lesson_page::Desk;

/// The buttons for the selected thing; nothing, if nothing can be done to it.
pub(crate) fn buttons(desk: &Desk) -> Html {
    let Some(seen) = &desk.seen else { return Html::default() };
    let world = &seen.0.world;
    match desk.state.selection {
        Some(Target::Packet(packet)) => match world.flight.get(&packet) {
            Some(flight) => {
                let header = Header::of(&flight.packet);
                let tcp = flight.packet.protocol() == Protocol::Tcp;
                html! { <PacketActs key={packet.0} {packet} {header} {tcp} act={desk.act.clone()} /> }
            }
            None => Html::default(),
        },
        Some(Target::Link(link)) => match world.links.get(usize::from(link.0)) {
            Some(link) => html! { <LinkActs key={link.id.0} link={link.clone()} act={desk.act.clone()} /> },
            None => Html::default(),
        },
        Some(Target::Process(pid) | Target::Line(pid, _)) => process(desk, pid),
        Some(Target::Thread(tid)) => match world.threads.get(&tid) {
            Some(thread) => process(desk, thread.pid),
            None => Html::default(),
        },
        _ => Html::default(),
    }
}

fn process(desk: &Desk, pid: Pid) -> Html {
    let world = desk.seen.as_ref().map(|seen| seen.0.world.clone());
    let alive = world.and_then(|world| world.processes.get(&pid).map(|process| process.status.is_none()));
    let act = desk.act.clone();
    match alive {
        Some(true) => html! {
            <div class="acts" role="group" aria-label="Change what happens">
                <button type="button" class="small" onclick={move |_| act.emit(Command::Kill(pid))}>
                    { icons::named("stop") }{ "Kill this process here" }
                </button>
            </div>
        },
        _ => Html::default(),
    }
}

#[derive(Properties, PartialEq)]
struct PacketProps {
    packet: PacketId,
    header: Header,
    tcp: bool,
    act: Callback<Command>,
}

/// What can be done to a packet on its way.
#[component]
fn PacketActs(props: &PacketProps) -> Html {
    let packet = props.packet;
    let give = |command: Command, words: &'static str| {
        let act = props.act.clone();
        html! {
            <button type="button" class="small" onclick={move |_| act.emit(command.clone())}>{ words }</button>
        }
    };
    let delay = use_node_ref();
    let (field, act) = (delay.clone(), props.act.clone());
    let late = Callback::from(move |_: MouseEvent| {
        act.emit(Command::Delay(packet, Duration::from_secs_f64(number(&field, 1e9) / 1e3)));
    });
    html! {
        <div class="acts" role="group" aria-label="Change what happens">
            <p class="acts-title">{ "Change this packet:" }</p>
            { give(Command::Drop(packet), "Drop") }
            { give(Command::Duplicate(packet), "Double") }
            { give(Command::LetOvertake(packet), "Let the next one pass") }
            <span class="acts-delay">
                <button type="button" class="small" onclick={late}>{ "Delay" }</button>
                <label>{ "by " }<input ref={delay} type="number" min="0.001" step="any" value="50" aria-label="Delay in milliseconds" />
                    { " ms" }</label>
            </span>
            <details class="acts-edit">
                <summary>{ "Edit its header" }</summary>
                <HeaderForm {packet} header={props.header} tcp={props.tcp} act={props.act.clone()} />
            </details>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct LinkProps {
    link: Link,
    act: Callback<Command>,
}

/// What can be done to a link.
#[component]
fn LinkActs(LinkProps { link, act }: &LinkProps) -> Html {
    let (latency, loss) = (use_node_ref(), use_node_ref());
    let give = |what: Intervention, words: &'static str| {
        let act = act.clone();
        let onclick = move |_: MouseEvent| act.emit(Command::Intervene(what.clone()));
        html! { <button type="button" class="small" {onclick}>{ words }</button> }
    };
    let (id, fields, given) = (link.id, (latency.clone(), loss.clone()), act.clone());
    let change = Callback::from(move |_: MouseEvent| {
        let latency = Some(Duration::from_secs_f64(number(&fields.0, 1e9) / 1e3));
        let loss = Some((number(&fields.1, 100.0) * 1e4).round() as u32);
        let change = Change { latency, loss, ..Change::default() };
        given.emit(Command::Intervene(Intervention::Change(id, change)));
    });
    let field = |node: &NodeRef, name: &'static str, value: f64, unit: &'static str| {
        let label = format!("{name} in {unit}");
        html! {
            <label>{ format!("{name} ") }<input ref={node.clone()} type="number" min="0" step="any"
                value={value.to_string()} aria-label={label} />{ format!(" {unit}") }</label>
        }
    };
    html! {
        <div class="acts" role="group" aria-label="Change what happens">
            <p class="acts-title">{ format!("Change the link {}:", link.name) }</p>
            if link.cut { { give(Intervention::Mend(id), "Mend it") } } else { { give(Intervention::Cut(id), "Cut it") } }
            <span class="acts-delay">
                <button type="button" class="small" onclick={change}>{ "Change it" }</button>
                { field(&latency, "Latency", link.latency.as_secs_f64() * 1e3, "ms") }
                { field(&loss, "Loss", f64::from(link.faults.loss) / 1e4, "%") }
            </span>
        </div>
    }
}

/// The number that was typed, between 0 and a largest one.
fn number(field: &NodeRef, most: f64) -> f64 {
    let typed = field.cast::<HtmlInputElement>().map(|input| input.value_as_number());
    typed.filter(|typed| typed.is_finite()).map_or(0.0, |typed| typed.clamp(0.0, most))
}

/// The control bits that can be set, with their names.
const BITS: [&str; 5] = ["SYN", "ACK", "FIN", "RST", "PSH"];

fn bits(flags: Flags) -> [bool; 5] {
    [flags.syn, flags.ack, flags.fin, flags.rst, flags.psh]
}

/// The form for a packet's header.
#[component]
fn HeaderForm(props: &PacketProps) -> Html {
    let (from, to) = (use_node_ref(), use_node_ref());
    let flags = use_state(|| bits(props.header.flags));
    let problem = use_state(|| None::<&'static str>);
    let field = |node: &NodeRef, label: &'static str, value: SocketAddr| {
        html! {
            <label>{ label }<input ref={node.clone()} type="text" value={value.to_string()} spellcheck="false"
                autocomplete="off" /></label>
        }
    };
    let choices = BITS.iter().enumerate().map(|(place, name)| {
        let flags = flags.clone();
        let checked = flags[place];
        let onchange = Callback::from(move |_: Event| {
            let mut changed = *flags;
            changed[place] = !changed[place];
            flags.set(changed);
        });
        html! { <label class="bit"><input type="checkbox" {checked} {onchange} />{ *name }</label> }
    });
    let submit = {
        let (from, to, act) = (from.clone(), to.clone(), props.act.clone());
        let (flags, problem, packet) = (*flags, problem.clone(), props.packet);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = |node: &NodeRef| {
                let input = node.cast::<HtmlInputElement>()?;
                input.value().trim().parse::<SocketAddr>().ok()
            };
            match (typed(&from), typed(&to)) {
                (Some(from), Some(to)) => {
                    problem.set(None);
                    let [syn, ack, fin, rst, psh] = flags;
                    let flags = Flags { syn, ack, fin, rst, psh };
                    act.emit(Command::Edit(packet, Header { from, to, flags }));
                }
                _ => problem
                    .set(Some("Write an address, a colon and a port of 0 to 65535, as in 203.0.113.1:80.")),
            }
        })
    };
    html! {
        <form class="header-form" onsubmit={submit}>
            { field(&from, "Source", props.header.from) }
            { field(&to, "Destination", props.header.to) }
            if props.tcp { <fieldset><legend>{ "Flags" }</legend>{ for choices }</fieldset> }
            if let Some(problem) = *problem { <p class="hint" role="alert">{ problem }</p> }
            <button type="submit" class="small">{ "Send it on with this header" }</button>
        </form>
    }
}

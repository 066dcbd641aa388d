//! The system calls, by name.

use super::args::Args;
use super::{
    Outcome, datagram, files, lab, lab_wire, options, pairs, pipes, poll, signals, sockets, stream, tasks,
    texts, users,
};
use crate::model::datum::Failure;
use crate::model::errno::Errno;
use crate::model::id::Tid;
use crate::model::turn::Turn;
use crate::model::vm::Call;

pub(super) type Handler = fn(&mut Turn, Tid, Args) -> Result<Outcome, Failure>;

/// Every system call that a program's `_sys` module offers.
pub const CALLS: &[&str] = &{
    let mut names = [""; TABLE.len()];
    let mut index = 0;
    while index < TABLE.len() {
        names[index] = TABLE[index].0;
        index += 1;
    }
    names
};

const TABLE: &[(&str, Handler)] = &[
    ("accept", sockets::accept),
    ("bind", sockets::bind),
    ("clock", tasks::clock),
    ("clone", tasks::clone),
    ("close", files::close),
    ("connect", sockets::connect),
    ("cpu_count", tasks::cpu_count),
    ("dup", files::dup),
    ("dup2", files::dup2),
    ("epoll_create", poll::epoll_create),
    ("epoll_ctl", poll::epoll_ctl),
    ("epoll_wait", poll::epoll_wait),
    ("exit", tasks::exit_call),
    ("fork", tasks::fork),
    ("get_blocking", files::get_blocking),
    ("getegid", users::effective_gid),
    ("geteuid", users::effective_uid),
    ("getgid", users::gid),
    ("gethostname", tasks::host_name),
    ("getpeername", sockets::peer_name),
    ("getpid", tasks::pid),
    ("getppid", tasks::parent_pid),
    ("getrandom", tasks::random),
    ("getrlimit", files::limits),
    ("getsockname", sockets::own_name),
    ("getsockopt", options::get),
    ("gettid", tasks::tid),
    ("getuid", users::uid),
    ("join", tasks::join),
    ("kill", signals::kill),
    ("lab_fw", lab_wire::filter),
    ("lab_nat_ports", lab_wire::nat_ports),
    ("lab_net", lab::net),
    ("lab_port_forward", lab_wire::port_forward),
    ("lab_report", lab::report),
    ("lab_socket", lab::socket),
    ("lab_sysctl", lab::sysctl),
    ("lab_wire", lab_wire::wire),
    ("lab_wire_deliver", lab_wire::deliver),
    ("lab_wire_drop", lab_wire::lose),
    ("lab_wire_flight", lab_wire::flight),
    ("listdir", texts::list),
    ("listen", sockets::listen),
    ("open", texts::open),
    ("pipe", pipes::pipe),
    ("poll", poll::poll),
    ("popen", files::popen),
    ("read", files::read),
    ("readlink", texts::link),
    ("recv", stream::receive),
    ("recvfrom", datagram::receive_from),
    ("recvmsg", pairs::receive_message),
    ("send", stream::send),
    ("sendmsg", pairs::send_message),
    ("sendto", datagram::send_to),
    ("set_blocking", files::set_blocking),
    ("setegid", users::set_effective_gid),
    ("seteuid", users::set_effective_uid),
    ("setgid", users::set_gid),
    ("setrlimit", files::set_limits),
    ("setsockopt", options::set),
    ("setuid", users::set_uid),
    ("shutdown", stream::shutdown),
    ("sigignore", signals::ignore),
    ("sleep", tasks::sleep),
    ("socket", sockets::socket),
    ("socketpair", pipes::socket_pair),
    ("sysctl", texts::set),
    ("wait", tasks::wait),
    ("waitpid", tasks::wait_child),
    ("wake", tasks::wake),
    ("work", tasks::work),
    ("write", files::write),
];

/// Does what a program asked for, as far as that is possible now.
pub(super) fn call(turn: &mut Turn, tid: Tid, call: &Call) -> Outcome {
    let Ok(index) = TABLE.binary_search_by(|(name, _)| name.cmp(&&*call.name)) else {
        return super::failed(Errno::ENOSYS);
    };
    let args = Args(&call.args);
    let handler = pairs::instead(turn, tid, &call.name, &args).unwrap_or(TABLE[index].1);
    handler(turn, tid, args).unwrap_or_else(|failure| Outcome::Done(Err(failure)))
}

#[cfg(test)]
mod tests {
    use super::CALLS;

    #[test]
    fn the_table_is_sorted_so_that_it_can_be_searched() {
        assert!(CALLS.is_sorted());
    }
}

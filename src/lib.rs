//! Fivetuple: a pure, deterministic model of hosts, ports and sockets, and the notebook around it.

pub mod capture;
pub mod lesson;
pub mod load;
pub mod model;
pub mod report;
pub mod scenario;
pub mod script;
pub mod trace;
pub mod view;

//! A picture of the laboratory, drawn for the room that it has, and again only when what it shows has changed.

use std::rc::Rc;

use fivetuple::load::{Figures, Log, Options, State};
use fivetuple::view::load::{Frame, Window, figures, lanes, limits, overview};
use fivetuple::view::{Body, Panel, Size, Target};
use yew::prelude::*;

use crate::drawing::Drawing;
use crate::laboratory::same;
use crate::room::use_size;

/// What is drawn.
#[derive(Clone)]
pub(crate) enum Plot {
    /// The figures of all runs.
    Figures(Rc<Vec<(String, Figures)>>),
    /// A run at a glance.
    Overview(Rc<State>, Frame),
    /// A stretch of it in full.
    Lanes(Rc<Log>, Window),
    /// What limits its clients: its options.
    Limits(String),
}

impl PartialEq for Plot {
    fn eq(&self, other: &Plot) -> bool {
        match (self, other) {
            (Plot::Figures(one), Plot::Figures(other)) => one == other,
            (Plot::Overview(one, frame), Plot::Overview(other, framed)) => {
                same(one, other) && frame == framed
            }
            (Plot::Lanes(one, window), Plot::Lanes(other, windowed)) => {
                same(one, other) && window == windowed
            }
            (Plot::Limits(one), Plot::Limits(other)) => one == other,
            _ => false,
        }
    }
}

impl Plot {
    fn panel(&self, name: &str, size: Size) -> Option<Panel> {
        Some(match self {
            Plot::Figures(runs) => figures(runs, size),
            Plot::Overview(state, frame) => overview(name, &state.overview, frame, size),
            Plot::Lanes(log, window) => lanes(name, log, window, size),
            Plot::Limits(line) => limits(name, &Options::of(line).setup().ok()?, size),
        })
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PictureProps {
    /// What is drawn.
    pub(crate) plot: Plot,
    /// The run's name.
    #[prop_or_default]
    pub(crate) name: AttrValue,
    /// The request that is chosen.
    #[prop_or_default]
    pub(crate) selection: Option<Target>,
}

/// The picture.
#[component]
pub(crate) fn Picture(props: &PictureProps) -> Html {
    let room = use_node_ref();
    let size = use_size(&room);
    let about = (props.plot.clone(), props.name.clone(), size);
    let panel = use_memo(about, |(plot, name, size)| {
        let panel = plot.panel(name, *size)?;
        let Body::Drawing { scene, rows } = panel.body else { return None };
        Some((panel.description, Rc::new(scene), Rc::new(rows)))
    });
    html! {
        <div class="panel-body" ref={room}>
            if let Some((description, scene, rows)) = &*panel {
                <Drawing description={description.clone()} scene={scene.clone()} rows={rows.clone()}
                    selection={props.selection} />
            }
        </div>
    }
}

//! Facts about pipes and pairs of UNIX sockets.

use crate::model::channel::Channel;
use crate::model::event::Event;
use crate::model::id::ChannelId;
use crate::model::process::End;
use crate::model::world::World;

impl World {
    pub(in crate::model) fn apply_channel(&mut self, event: &Event) {
        match event {
            Event::ChannelMade { channel, kind } => {
                self.counts.channels = self.counts.channels.max(channel.0 + 1);
                self.channels.insert(*channel, Channel::new(*channel, *kind));
            }
            Event::ChannelWritten { channel, data, files } => {
                for file in files {
                    self.files.get_mut(file).expect("only an open file is sent").references += 1;
                }
                self.channel_mut(*channel).put(data, files.clone());
            }
            Event::ChannelRead { channel, bytes } => {
                let files = self.channels[channel].portion(*bytes).files;
                self.channel_mut(*channel).take(*bytes);
                files.into_iter().for_each(|file| self.drop_reference(file));
            }
            Event::ChannelEnded { channel, end: End::Read } => {
                let channel = self.channel_mut(*channel);
                channel.readers = false;
                channel.broken = !channel.is_empty();
            }
            Event::ChannelEnded { channel, end: End::Write } => self.channel_mut(*channel).writers = false,
            Event::ChannelRemoved { channel } => {
                let gone = self.channels.remove(channel).expect("only a channel that exists goes");
                let files = gone.parcels.into_iter().flat_map(|parcel| parcel.files);
                files.for_each(|file| self.drop_reference(file));
            }
            Event::BreakTold { channel } => self.channel_mut(*channel).broken = false,
            other => unreachable!("not about channels: {other:?}"),
        }
    }

    fn channel_mut(&mut self, channel: ChannelId) -> &mut Channel {
        self.channels.get_mut(&channel).unwrap_or_else(|| panic!("no channel {channel}"))
    }
}

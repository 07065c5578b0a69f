//! What a turn costs, by its angle and side, and what happens on the way through a junction.

use super::{DrivingSide, Locale, Profile};

/// What is special about a turn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct TurnFlags(pub u8);

impl TurnFlags {
    pub const U_TURN: u8 = 1;
    pub const BOARDS_FERRY: u8 = 2;
    /// No choice here: two stretches of one road that could not be joined.
    pub const ONLY_CONTINUATION: u8 = 4;
    /// Along a roundabout, or into one.
    pub const ROUNDABOUT: u8 = 8;

    pub const fn has(self, flag: u8) -> bool {
        self.0 & flag != 0
    }
}

/// A turn as the metric sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Turn {
    /// Degrees, left negative, right positive, 0 straight on.
    pub angle: i16,
    pub flags: TurnFlags,
}

/// Steepness of the logistic curve between "straight on costs nothing" and "sharp costs all".
const STEEPNESS: f32 = 13.0;
const MIDPOINT: f32 = 6.5;

impl Profile {
    /// Seconds lost by the turn itself, without signals and signs.
    pub fn turn_cost(&self, turn: Turn, locale: &Locale) -> f32 {
        let mut seconds = 0.0;
        if turn.flags.has(TurnFlags::BOARDS_FERRY) {
            seconds += self.turn.ferry_boarding_s;
        }
        if turn.flags.has(TurnFlags::U_TURN) {
            return seconds + self.turn.u_turn_s;
        }
        if turn.flags.has(TurnFlags::ONLY_CONTINUATION) || turn.flags.has(TurnFlags::ROUNDABOUT) {
            return seconds;
        }
        seconds + self.bend_cost(f32::from(turn.angle), locale.driving_side)
    }

    /// A logistic curve over the angle, stretched on the side that crosses oncoming traffic.
    fn bend_cost(&self, angle: f32, side: DrivingSide) -> f32 {
        let across = match side {
            DrivingSide::Right => angle < 0.0,
            DrivingSide::Left => angle > 0.0,
        };
        let bias = if across { self.turn.bias } else { 1.0 / self.turn.bias };
        let share = angle.abs() / 180.0;
        self.turn.worst_s / (1.0 + (-(STEEPNESS * bias * share - MIDPOINT)).exp())
            - self.turn.worst_s / (1.0 + MIDPOINT.exp())
    }
}

#[cfg(test)]
#[path = "turn_tests.rs"]
mod tests;

//! Vector tiles: clip, simplify, encode.

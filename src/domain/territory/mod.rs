//! The territory optimiser: brief, initial, improve, contiguity, measures, check.

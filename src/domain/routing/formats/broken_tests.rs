//! No text makes a reader or the solver panic, however broken it is.

use proptest::prelude::*;

use super::*;
use crate::domain::control::{Cancel, Iterations};
use crate::domain::routing::check::check;
use crate::domain::routing::{Options, solve};

type Reader = fn(&str, Choices) -> Result<Instance, FormatError>;

const READERS: [Reader; 4] = [solomon, vrplib, toptw, tsplib];

const SOUND: [&str; 4] = [
    "X\nVEHICLE\nNUMBER CAPACITY\n 2 15\nCUSTOMER\n0 0 0 0 0 100 0\n1 3 4 10 0 50 10\n2 0 1 9 9 90 1\n",
    "TYPE : PCVRPTW\nVEHICLES : 2\nCAPACITY : 5\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n\
     1 0 0\n2 10 0\n3 1 0\nDEMAND_SECTION\n1 0\n2 1\n3 1\nPRIZE_SECTION\n1 0\n2 50\n3 3\n\
     TIME_WINDOW_SECTION\n1 0 100\n2 0 50\n3 5 9\nDEPOT_SECTION\n1\n-1\nEOF\n",
    "1 1 2 1\n0 0\n0 0 0 0 0 0 0 0 0 20\n1 5 0 2 10 1 1 1 0 20\n2 0 5 2 30 1 1 1 0 20\n",
    "DIMENSION: 3\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: LOWER_ROW\n\
     EDGE_WEIGHT_SECTION\n7\n8 9\nEOF\n",
];

const TOKENS: [&str; 16] = [
    "",
    " ",
    "\n",
    "-1",
    "0",
    "7",
    "1e300",
    "NaN",
    "99999999999999999999",
    "0.5",
    "-1e18",
    "DEPOT_SECTION",
    "VEHICLES : 3",
    "EDGE_WEIGHT_FORMAT: FULL_MATRIX",
    ":",
    "é",
];

fn read_and_solve(reader: usize, text: &str) {
    let Ok(instance) = READERS[reader](text, Choices::default()) else { return };
    let problem = &instance.problem;
    let budget = Iterations(20);
    let solved = solve(problem, Options::default(), &budget, &Cancel::never(), &|_| ());
    if let Ok(solution) = solved {
        assert_eq!(check(problem, &solution), []);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text(reader in 0_usize..4, text in "[ -~\n]{0,200}") {
        read_and_solve(reader, &text);
    }

    #[test]
    fn a_sound_text_with_words_exchanged(
        reader in 0_usize..4,
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..16), 1..4),
    ) {
        let mut words: Vec<&str> = SOUND[reader].split_inclusive([' ', '\n']).collect();
        for (word, token) in changes {
            let at = word.index(words.len());
            words.splice(at..=at, [TOKENS[token], " "]);
        }
        read_and_solve(reader, &words.concat());
    }
}

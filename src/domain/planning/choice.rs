//! What is worth a visit today.

use std::cmp::Reverse;

use super::Candidate;
use crate::domain::crm::due::VisitStatus;

/// Overdue accounts first, then those due; within each the higher priority, the longer waiting,
/// the more valuable. Accounts not due and those never to be visited are left out.
#[must_use]
pub fn choose_due(candidates: &[Candidate], limit: usize) -> Vec<usize> {
    let is_wanted = |candidate: &Candidate| {
        !candidate.do_not_visit
            && matches!(candidate.status, VisitStatus::Overdue | VisitStatus::Due)
    };
    let mut chosen: Vec<usize> =
        (0..candidates.len()).filter(|index| is_wanted(&candidates[*index])).collect();
    chosen.sort_by(|a, b| {
        let (x, y) = (&candidates[*a], &candidates[*b]);
        urgency(x).cmp(&urgency(y)).then(y.value.total_cmp(&x.value)).then(a.cmp(b))
    });
    chosen.truncate(limit);
    chosen
}

fn urgency(candidate: &Candidate) -> impl Ord {
    let is_due_only = candidate.status != VisitStatus::Overdue;
    (is_due_only, Reverse(candidate.priority), candidate.next_due_on)
}

#[cfg(test)]
#[path = "choice_tests.rs"]
mod tests;

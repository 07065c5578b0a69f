//! The route solver: problem, solution, schedule, search, check.

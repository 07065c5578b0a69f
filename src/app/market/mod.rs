//! The market index at work: kept up with the database, asked under a caller's rights.

mod answer;
mod follow;
mod handle;
mod near;
pub(super) mod outline;
mod page;
mod question;
mod report;

pub use answer::{MarketRequest, report};
pub use handle::{Market, MarketHandle};
pub use near::{NearAccount, NearestReport, Reach, nearest};
pub use page::{PageAnswer, PageRequest, ids, json_parameter, nearby, page, tile};
pub use question::{Question, Wanted, question};
pub use report::{CellReport, CodeFigure, FigureReport, MarketReport};

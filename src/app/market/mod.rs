//! The market index at work: kept up with the database, asked under a caller's rights.

mod analysis;
mod analysis_report;
mod answer;
mod follow;
mod handle;
mod near;
pub(super) mod outline;
mod page;
mod question;
mod report;

pub use analysis::{AnalysisRequest, DistributionRequest, HistogramRequest, analyse};
pub use analysis_report::AnalysisReport;
pub use answer::{MarketRequest, report};
pub use handle::{Market, MarketHandle};
pub use near::{NearAccount, NearestReport, Reach, nearest};
pub use page::{PageAnswer, PageRequest, cell_tile, ids, json_parameter, nearby, page, tile};
pub use question::{Question, Wanted, question};
pub use report::{CellReport, CodeFigure, FigureReport, MarketReport};

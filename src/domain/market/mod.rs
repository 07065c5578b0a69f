//! The market index: columns, filters, areas, aggregates, nearest.

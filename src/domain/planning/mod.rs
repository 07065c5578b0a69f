//! Which visits on which day: due dates, windows, reasons. Sits on routing and crm.

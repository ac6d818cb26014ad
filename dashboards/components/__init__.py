"""What every page is made of: frame, figures, tables, key figures, numbers and colours."""

"""Reading a workbook row by row: what each sheet asks for, and everything that is wrong with it."""

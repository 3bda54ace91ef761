"""What the groups of a clustering are: their profile, their number, whether they are there at all.

Everything is told in the columns of the file and not in prepared numbers, on
samples where the whole table would take minutes; each record says how many rows
it is about.
"""

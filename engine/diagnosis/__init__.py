"""What the stored answers of one supervised model tell about it.

Everything here is a pure function of an outcome (what was said of which rows)
and gives a frozen record, the same for the page and for REST. Nothing is fitted.
"""

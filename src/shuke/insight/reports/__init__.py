"""Reports that people keep: the document of a cut under a name, and when it is mailed to whom.

A report holds a question, never an answer: whoever takes it gets the figures of the own reach. What is mailed is taken
with the rights that the schedule's owner has at that moment.
"""

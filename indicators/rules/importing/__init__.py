"""
Reading a publisher's file of figures as it is (R61, trust.md 8).

A file becomes rows of text (`files`), a mapping says what its columns mean (`mapping`), and every cell the mapping asks
for is either understood or named (`reading`). Nothing is guessed.
"""

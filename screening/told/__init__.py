"""What a person is told, as plain text in the language in use. No page is drawn here.

The public result page, the PDF and the records of staff take their words from here.
"""

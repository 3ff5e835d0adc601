"""The baclofen self-check: files at this level are what Django looks for, folders the product."""

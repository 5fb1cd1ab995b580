"""A payment provider in a box: it speaks and signs like WeChat Pay and Alipay, on the loopback, with its own keys."""

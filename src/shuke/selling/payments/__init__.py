"""Payments: how money comes in from outside (WeChat Pay, Alipay), with signed callbacks and queries."""

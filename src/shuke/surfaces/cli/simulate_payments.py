"""`shuke simulate-payments`: WeChat Pay and Alipay in a box, for a demo or a test without accounts."""

from django.conf import settings

from shuke.surfaces.cli.language import say as words
from shuke.surfaces.cli.output import say
from shuke.surfaces.simulator import keys, server


def simulate_payments(port: int = 9_090, notify: str = "http://127.0.0.1:8000") -> None:
    """模拟微信支付与支付宝 · Run a payment simulator that signs like the real ones, and point Shuke at it.

    Writes payments.toml and keys into the data folder; restart the server afterwards.
    """
    made = keys.make()
    running = server.serve(made, port)
    base = f"http://127.0.0.1:{running.server_port}"
    described = keys.write(made, settings.SHUKE_HOME, base=base, notify=notify)
    say(words(f"支付模拟器运行于 {base},配置已写入 {described}", f"The simulator runs at {base}; wrote {described}"))
    running.serve_forever()

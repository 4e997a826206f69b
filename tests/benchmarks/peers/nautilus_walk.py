"""price_walk_cycle in NautilusTrader: nautilus_walk.py QUOTES.CSV; prints one line of JSON.

The analysis at the end of a run is quadratic in trades and is switched off; so are logs.
"""
import csv
import json
import sys
import time

from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.config import LoggingConfig, StrategyConfig
from nautilus_trader.model.currencies import USD
from nautilus_trader.model.data import QuoteTick
from nautilus_trader.model.enums import AccountType, OmsType, OrderSide, TimeInForce
from nautilus_trader.model.identifiers import Venue
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.test_kit.providers import TestInstrumentProvider
from nautilus_trader.trading.strategy import Strategy

PACE = 5_000_000_000
ONE = Quantity.from_int(1)


class Walk(Strategy):
    def __init__(self, instruments):
        super().__init__(StrategyConfig(order_id_tag="1"))
        self.instruments = instruments
        self.walks = {}
        self.fills = self.rungs = 0

    def on_start(self):
        for instrument in self.instruments:
            # order, side, price in ticks, steps, due
            self.walks[instrument.id] = [None, OrderSide.BUY, 0, 0, 0]
            self.subscribe_quote_ticks(instrument.id)

    def begin(self, instrument_id, state, tick, now):
        bid, ask = round(float(tick.bid_price) * 100), round(float(tick.ask_price) * 100)
        state[2], state[3], state[4] = (bid + ask) // 2, 0, now + PACE
        state[0] = self.order_factory.limit(instrument_id, state[1], ONE, Price(state[2] / 100, 2),
                                            time_in_force=TimeInForce.GTC)
        self.rungs += 1
        self.submit_order(state[0])

    def on_quote_tick(self, tick):
        state = self.walks[tick.instrument_id]
        now = tick.ts_event
        order = state[0]
        if order is None:
            return self.begin(tick.instrument_id, state, tick, now)
        if order.is_closed:
            self.fills += 1
            state[1] = OrderSide.SELL if state[1] == OrderSide.BUY else OrderSide.BUY
            return self.begin(tick.instrument_id, state, tick, now)
        if now < state[4]:
            return None
        if state[3] == 10:
            self.cancel_order(order)
            return self.begin(tick.instrument_id, state, tick, now)
        state[3] += 1
        state[2] += 1 if state[1] == OrderSide.BUY else -1
        state[4] = now + PACE
        self.rungs += 1
        return self.modify_order(order, price=Price(state[2] / 100, 2))


def main():
    venue = Venue("SIM")
    engine = BacktestEngine(BacktestEngineConfig(logging=LoggingConfig(bypass_logging=True),
                                                 run_analysis=False))
    engine.add_venue(venue, OmsType.NETTING, AccountType.MARGIN, [Money(1_000_000_000, USD)],
                     base_currency=USD)
    instruments, ticks = {}, []
    with open(sys.argv[1], newline="") as file:
        for row in csv.DictReader(file):
            symbol = row["symbol"]
            if symbol not in instruments:
                instruments[symbol] = TestInstrumentProvider.equity(symbol, "SIM")
                engine.add_instrument(instruments[symbol])
            now = int(row["ts_ns"])
            ticks.append(QuoteTick(instruments[symbol].id, Price.from_str(row["bid"]),
                                   Price.from_str(row["ask"]),
                                   Quantity.from_str(row["bid_size"]),
                                   Quantity.from_str(row["ask_size"]), now, now))
    walk = Walk(list(instruments.values()))
    engine.add_strategy(walk)
    engine.add_data(ticks, sort=False)
    start, processor = time.perf_counter(), time.process_time()
    engine.run()
    used, elapsed = time.process_time() - processor, time.perf_counter() - start
    print(json.dumps({"name": "NautilusTrader", "quotes": len(ticks), "seconds": elapsed,
                      "processor_seconds": used, "fills": walk.fills, "rungs": walk.rungs}))


main()

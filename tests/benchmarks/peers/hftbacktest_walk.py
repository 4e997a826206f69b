"""price_walk_cycle in hftbacktest: hftbacktest_walk.py QUOTES.CSV; prints one line of JSON.

Written for 100 instruments quoted once a second, 10 ms apart, as make_cycle_quotes.py makes them. What
BacktestAsset.data() is given must be kept alive: it keeps only the address.
"""
import csv
import json
import sys
import time

import numpy as np
from hftbacktest import (BUY_EVENT, DEPTH_EVENT, EXCH_EVENT, FILLED, GTC, LIMIT, LOCAL_EVENT, SELL_EVENT,
                         BacktestAsset, HashMapMarketDepthBacktest, event_dtype)
from numba import njit

TICK = 0.01
BOTH = DEPTH_EVENT | EXCH_EVENT | LOCAL_EVENT


def read(path):
    """An array of events for each instrument, in order of their first quotes."""
    rows = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["symbol"], []).append(row)
    arrays, quotes = [], 0
    for quoted in rows.values():
        events = []
        bid = ask = None
        for row in quoted:
            now, new_bid, new_ask = int(row["ts_ns"]), float(row["bid"]), float(row["ask"])
            quotes += 1
            if bid is not None and bid != new_bid:
                events.append((BOTH | BUY_EVENT, now, now, bid, 0.0, 0, 0, 0.0))
            if ask is not None and ask != new_ask:
                events.append((BOTH | SELL_EVENT, now, now, ask, 0.0, 0, 0, 0.0))
            events.append((BOTH | BUY_EVENT, now, now, new_bid, float(row["bid_size"]), 0, 0, 0.0))
            events.append((BOTH | SELL_EVENT, now, now, new_ask, float(row["ask_size"]), 0, 0, 0.0))
            bid, ask = new_bid, new_ask
        arrays.append(np.array(events, event_dtype))
    return arrays, quotes


@njit
def walk(hbt, count, moments):
    step = 10_000_000
    pace = 5_000_000_000
    order = np.zeros(count, np.int64)
    side = np.ones(count, np.int64)
    price = np.zeros(count, np.int64)
    steps = np.zeros(count, np.int64)
    due = np.zeros(count, np.int64)
    next_id, fills, rungs = 1, 0, 0
    for moment in range(moments):
        if hbt.elapse(step if moment > 0 else 1) not in (0, 2):
            break
        i = moment % count
        now = hbt.current_timestamp
        depth = hbt.depth(i)
        begins = order[i] == 0
        if order[i] != 0:
            found = hbt.orders(i).get(order[i])
            if found is not None and found.status == FILLED:
                fills += 1
                side[i] = -side[i]
                begins = True
            elif now >= due[i]:
                if steps[i] == 10:
                    hbt.cancel(i, order[i], False)
                    begins = True
                else:
                    steps[i] += 1
                    price[i] += side[i]
                    hbt.modify(i, order[i], price[i] * 0.01, 1.0, False)
                    due[i] = now + pace
                    rungs += 1
        if begins:
            hbt.clear_inactive_orders(i)
            price[i] = (depth.best_bid_tick + depth.best_ask_tick) // 2
            steps[i] = 0
            due[i] = now + pace
            order[i] = next_id
            next_id += 1
            rungs += 1
            if side[i] > 0:
                hbt.submit_buy_order(i, order[i], price[i] * 0.01, 1.0, GTC, LIMIT, False)
            else:
                hbt.submit_sell_order(i, order[i], price[i] * 0.01, 1.0, GTC, LIMIT, False)
    return fills, rungs


def make(arrays):
    assets = [(BacktestAsset().data(array).linear_asset(1.0).constant_order_latency(0, 0)
               .risk_adverse_queue_model().no_partial_fill_exchange()
               .trading_value_fee_model(0.0, 0.0).tick_size(TICK).lot_size(1.0)
               .last_trades_capacity(0)) for array in arrays]
    return HashMapMarketDepthBacktest(assets)


def main():
    arrays, quotes = read(sys.argv[1])
    few = [array[:40].copy() for array in arrays]
    walk(make(few), len(few), len(few) * 5)  # compiles
    hbt = make(arrays)
    start = time.perf_counter()
    processor = time.process_time()
    fills, rungs = walk(hbt, len(arrays), quotes)
    used = time.process_time() - processor
    elapsed = time.perf_counter() - start
    print(json.dumps({"name": "hftbacktest", "quotes": quotes, "seconds": elapsed,
                      "processor_seconds": used, "fills": int(fills), "rungs": int(rungs)}))


main()

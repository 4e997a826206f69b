"""The rules of price_walk_cycle, plainly: what a tape of quotes comes to. Standard library only.

Each instrument by itself, one order of one unit at a time, prices in ticks:
- An order begins at the mid of the latest quote, rounded down; a buy first.
- Every 5 s it goes a tick toward the other side, ten times. 5 s after that it is cancelled, and the
  next begins on the same side. A timer that is due at a quote's time comes before that quote.
- A quote later than the order's last change fills it: a buy whose price is not below the ask at the
  ask, a sell whose price is not above the bid at the bid. The next order begins at once, on the
  other side.
- After the last quote time goes on for 5 s.
"""
SECOND = 1_000_000_000
PACE = 5 * SECOND
STEPS = 10
BUY, SELL = "buy", "sell"


class Instrument:
    def __init__(self):
        self.side = BUY
        self.quote = None
        self.price = None
        self.steps = 0
        self.changed = self.due = 0
        self.prices = []  # (time, side, price): every price that was sent
        self.fills = []   # (time, side, price)

    def begin(self, now):
        bid, ask = self.quote
        self.price = (bid + ask) // 2
        self.steps = 0
        self.change(now)

    def change(self, now):
        self.changed, self.due = now, now + PACE
        self.prices.append((now, self.side, self.price))

    def timers(self, until):
        while self.price is not None and self.due <= until:
            now = self.due
            if self.steps == STEPS:
                self.begin(now)
                continue
            self.steps += 1
            self.price += 1 if self.side == BUY else -1
            self.change(now)

    def on_quote(self, now, bid, ask):
        self.timers(now)
        self.quote = bid, ask
        if self.price is None:
            return self.begin(now)
        if now <= self.changed:
            return
        taken = ask if self.side == BUY else bid
        if (self.price >= ask) if self.side == BUY else (self.price <= bid):
            self.fills.append((now, self.side, taken))
            self.side = SELL if self.side == BUY else BUY
            self.begin(now)


def trade(quotes):
    """`quotes`: (time, symbol, bid, ask) by time. Returns the instruments by symbol."""
    instruments = {}
    last = 0
    for last, symbol, bid, ask in quotes:
        instruments.setdefault(symbol, Instrument()).on_quote(last, bid, ask)
    for instrument in instruments.values():
        instrument.timers(last + PACE)
    return instruments

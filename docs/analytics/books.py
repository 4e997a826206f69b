"""Positions, profit and loss, rebuilt from the published events alone.

Folds CloudEvents into the same answers that `fillwright positions --json` and `fillwright pnl --json`
give, digit by digit. All numbers are integers: prices count 10^-9, money and quantities 10^-6, percent
10^-4; text becomes a number and back without a float.
"""

PRICE, MONEY, QUANTITY, PERCENT = 9, 6, 6, 4
HIGHEST = 2**63 - 1
HIGHEST_INSTRUMENT = 1 << 24


def scaled(text, digits):
    """The integer of an exact decimal: "-2.6" with 9 digits is -2600000000."""
    sign = -1 if text.startswith("-") else 1
    whole, _, fraction = text.lstrip("-").partition(".")
    return sign * int(whole + fraction.ljust(digits, "0"))


def text_of(units, digits):
    whole, fraction = divmod(abs(units), 10**digits)
    text = f"{whole}.{fraction:0{digits}}".rstrip("0").rstrip(".")
    return "-" + text if units < 0 else text


def saturated(units):
    return max(-HIGHEST - 1, min(HIGHEST, units))


def divided(total, divisor):
    """Rounded half away from zero."""
    quotient = (abs(total) + divisor // 2) // divisor
    return saturated(-quotient if total < 0 else quotient)


def value_of(price, quantity, multiplier):
    """In money, of so many contracts."""
    return divided(price * quantity * multiplier, 10**(PRICE + QUANTITY))


class Position:
    def __init__(self, order, instrument, caller, multiplier):
        self.account, self.workflow = order["account"], order["workflow_id"]
        self.is_dry_run = order["is_dry_run"]
        self.instrument, self.caller, self.multiplier = instrument, caller, multiplier
        self.quantity = self.bought = self.sold = self.realised = self.fees = self.fills = 0
        self.opened_at = self.changed_at = None
        self.lots = []  # oldest first: [quantity, price, order id, opened at]
        self.past = []  # fills as they count now: [execution, order, side, quantity, price, at]

    def take(self, side, quantity, price, at, order_id):
        """One fill, first in, first out. Returns what it realised."""
        if quantity <= 0:
            return 0
        if side == "buy":
            self.bought += quantity
        else:
            self.sold += quantity
        direction = 1 if side == "buy" else -1
        realised = 0
        while quantity > 0 and self.quantity * direction < 0:
            lot = self.lots[0]
            closed = min(lot[0], quantity)
            gain = (price - lot[1]) * (1 if self.quantity > 0 else -1)
            realised += value_of(gain, closed, self.multiplier)
            quantity -= closed
            lot[0] -= closed
            self.quantity += closed * direction
            if lot[0] == 0:
                self.lots.pop(0)
        self.realised += realised
        if quantity > 0:
            if self.quantity == 0:
                self.opened_at = at
            self.quantity += quantity * direction
            self.lots.append([quantity, price, order_id, at])
        return realised

    def correct(self, execution, order_id, quantity, price):
        """A fill has other figures now: all are folded again. Returns by how much `realised` changed."""
        fill = next((fill for fill in self.past if fill[:2] == [execution, order_id]), None)
        if fill is None:
            return None
        fill[3], fill[4] = quantity, price
        before, opened_at = self.realised, self.opened_at
        self.quantity = self.bought = self.sold = self.realised = 0
        self.lots = []
        for _, order, side, its_quantity, its_price, at in self.past:
            self.take(side, its_quantity, its_price, at, order)
        if self.quantity == 0:
            self.opened_at = opened_at
        return self.realised - before

    def average(self):
        return divided(sum(lot[1] * lot[0] for lot in self.lots), sum(lot[0] for lot in self.lots))

    def unrealised(self, mark):
        direction = 1 if self.quantity > 0 else -1
        return sum(value_of((mark - lot[1]) * direction, lot[0], self.multiplier)
                   for lot in self.lots)


class Books:
    """Give `apply` every event in the order of `seq`; then ask."""

    # Types that are needed; others may be left out.
    TYPES = frozenset("com.fillwright." + name + ".v1" for name in [
        "instrument_defined", "workflow_started", "order_planned", "order_filled", "fill_corrected",
        "fill_booked", "exposure_reserved", "price_stepped", "step_held", "size_chosen",
        "exit_triggered", "stop_moved"])

    def __init__(self):
        self.instruments = {}   # by number: their events
        self.callers = {}       # by workflow
        self.orders = {}        # by stream: their plans
        self.of_stream = {}     # instrument of an order's or workflow's stream
        self.marks = {}         # newest quote, by instrument
        self.positions = {}     # by account, workflow, instrument, dry run; in order of first fills
        self.effects = []       # of each fill: position, order, execution, realised, fees, at, new
        self.booked, self.reserved = {}, {}  # trading days, by order and execution, by order

    def apply(self, event):
        name = event["type"].split(".")[2]
        stream, data = event["subject"], event["data"]
        handle = getattr(self, "on_" + name, None)
        if name in ("order_planned", "workflow_started"):
            self.of_stream[stream] = data["instrument"]
        if data.get("quote"):
            own = data["instrument"] if name == "exposure_reserved" else None
            self.mark(own or self.of_stream.get(stream), data["quote"])
        if handle:
            handle(stream, data)

    def mark(self, instrument, quote):
        bid, ask = scaled(quote["bid"], PRICE), scaled(quote["ask"], PRICE)
        has_bid = bid != 0 or scaled(quote["bid_size"], QUANTITY) != 0
        has_ask = ask != 0 or scaled(quote["ask_size"], QUANTITY) != 0
        if not instrument or instrument > HIGHEST_INSTRUMENT or quote["time"] is None:
            return
        if not has_bid or not has_ask or bid > ask:
            return
        # Times of one form sort as text.
        if instrument not in self.marks or quote["time"] >= self.marks[instrument]["time"]:
            self.marks[instrument] = quote

    def on_instrument_defined(self, _, data):
        if data["instrument"] is not None and data["instrument"] <= HIGHEST_INSTRUMENT:
            self.instruments[data["instrument"]] = data

    def on_workflow_started(self, _, data):
        self.callers[data["workflow_id"]] = data["caller"]

    def on_order_planned(self, stream, data):
        self.orders.setdefault(stream, data)

    def on_fill_booked(self, _, data):
        if data["trading_day"]:
            self.booked[data["order_id"], data["execution_id"]] = data["trading_day"]

    def on_exposure_reserved(self, _, data):
        if data["trading_day"]:
            self.reserved[data["order_id"]] = data["trading_day"]

    def position_of(self, order, data):
        instrument = data["instrument"] or order["instrument"]
        key = order["account"], order["workflow_id"], instrument, order["is_dry_run"]
        if key not in self.positions:
            defined = self.instruments.get(instrument)
            multiplier = scaled(defined["multiplier"], QUANTITY) if defined else 0
            multiplier = multiplier or scaled(order["multiplier"], QUANTITY) or 10**QUANTITY
            caller = self.callers.get(order["workflow_id"], "")
            self.positions[key] = Position(order, instrument, caller, multiplier)
        return self.positions[key]

    def on_order_filled(self, stream, data):
        order = self.orders.get(stream)
        if order is None:
            return
        position = self.position_of(order, data)
        quantity, price = scaled(data["quantity"], QUANTITY), scaled(data["price"], PRICE)
        fees = scaled(data["fees"], MONEY)
        position.past.append([data["execution_id"], order["order_id"], data["side"], quantity, price,
                              data["at"]])
        position.fills += 1
        position.fees += fees
        position.changed_at = data["at"]
        realised = position.take(data["side"], quantity, price, data["at"], order["order_id"])
        self.effects.append((position, order["order_id"], data["execution_id"], realised, fees,
                             data["at"], True))

    def on_fill_corrected(self, stream, data):
        order = self.orders.get(stream)
        if order is None:
            return
        position = self.position_of(order, data)
        now, before = data["now"], data["before"]
        realised = position.correct(data["execution_id"], order["order_id"],
                                    scaled(now["quantity"], QUANTITY), scaled(now["price"], PRICE))
        if realised is None:
            return
        fees = scaled(now["fees"], MONEY) - scaled(before["fees"], MONEY)
        position.fees += fees
        position.changed_at = data["at"]
        self.effects.append((position, order["order_id"], data["execution_id"], realised, fees,
                             data["at"], False))

    # What `fillwright positions --json` says.
    def positions_json(self):
        rows = sorted(self.positions.values(), key=lambda row: row.quantity == 0)  # held ones first
        return [self.position_json(row) for row in rows]

    # What `fillwright pnl --json` says.
    def pnl_json(self):
        days = {}
        for position, order, execution, realised, fees, at, is_new in self.effects:
            day = self.booked.get((order, execution)) or self.reserved.get(order)
            key = (day or (at or "1970-01-01")[:10], position.account, position.caller,
                   position.instrument, position.is_dry_run)
            row = days.setdefault(key, [False, 0, 0, 0])
            row[0] = row[0] or day is None
            row[1] += is_new
            row[2] += realised
            row[3] += fees
        rows = [{"day": None if day == "1970-01-01" else day, "is_day_assumed": is_assumed,
                 "account": account, "caller": caller, "instrument": instrument,
                 "symbol": self.symbol(instrument), "is_dry_run": is_dry_run, "fills": fills,
                 "realised": text_of(realised, MONEY), "fees": text_of(fees, MONEY),
                 "net": text_of(realised - fees, MONEY)}
                for (day, account, caller, instrument, is_dry_run), (is_assumed, fills, realised, fees)
                in sorted(days.items())]
        answer = {"rows": rows,
                  "open": [self.position_json(row) for row in self.positions.values() if row.quantity],
                  "total": self.total_json(False)}
        if any(row["is_dry_run"] for row in rows):
            answer["dry_run_total"] = self.total_json(True)
        answer["marks"] = "mid of the newest quote that an event recorded"
        return answer

    def symbol(self, instrument):
        return self.instruments.get(instrument, {"symbol": ""})["symbol"]

    def middle(self, instrument):
        """None: no event recorded a quote."""
        quote = self.marks.get(instrument)
        if quote is None:
            return None
        bid, ask = scaled(quote["bid"], PRICE), scaled(quote["ask"], PRICE)
        return bid + (ask - bid) // 2

    def position_json(self, row):
        mid = self.middle(row.instrument) if row.quantity else None
        unrealised = percent = mark = None
        if mid is not None:
            quote = self.marks[row.instrument]
            mark = {"bid": quote["bid"], "ask": quote["ask"], "mid": text_of(mid, PRICE),
                    "time": quote["time"]}
            units = row.unrealised(mid)
            unrealised = text_of(units, MONEY)
            cost = abs(value_of(row.average(), row.quantity, row.multiplier))
            if cost:
                percent = text_of(divided(units * 100 * 10**PERCENT, cost), PERCENT)
        return {"account": row.account, "instrument": row.instrument,
                "symbol": self.symbol(row.instrument), "workflow_id": row.workflow,
                "caller": row.caller, "is_dry_run": row.is_dry_run,
                "quantity": text_of(row.quantity, QUANTITY),
                "average": text_of(row.average(), PRICE) if row.lots else None,
                "multiplier": text_of(row.multiplier, QUANTITY),
                "bought": text_of(row.bought, QUANTITY), "sold": text_of(row.sold, QUANTITY),
                "fills": row.fills, "realised": text_of(row.realised, MONEY),
                "fees": text_of(row.fees, MONEY), "net": text_of(row.realised - row.fees, MONEY),
                "unrealised": unrealised, "unrealised_percent": percent, "mark": mark,
                "opened_at": row.opened_at, "changed_at": row.changed_at,
                "lots": [{"quantity": text_of(quantity, QUANTITY), "price": text_of(price, PRICE),
                          "order_id": order_id, "opened_at": opened_at}
                         for quantity, price, order_id, opened_at in row.lots]}

    def total_json(self, is_dry_run):
        rows = [row for row in self.positions.values() if row.is_dry_run == is_dry_run]
        realised, fees = sum(row.realised for row in rows), sum(row.fees for row in rows)
        held = [(row, self.middle(row.instrument)) for row in rows if row.quantity]
        unrealised = sum(row.unrealised(mid) for row, mid in held if mid is not None)
        return {"realised": text_of(realised, MONEY), "fees": text_of(fees, MONEY),
                "net": text_of(realised - fees, MONEY), "unrealised": text_of(unrealised, MONEY),
                "open_without_mark": sum(mid is None for _, mid in held)}

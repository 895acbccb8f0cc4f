using Catalog.Core.Values;
using FeatureStore.Expressions.Binding;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Functions;

/// <summary>Functions of timestamps. Parts are those of the UTC clock unless an IANA zone is given as a last, constant argument.</summary>
internal static class TimeFunctions
{
    private const long MicrosecondsPerSecond = 1_000_000;

    internal static readonly Function[] All =
    [
        Part("year(t[, zone])", static time => time.Year),
        Part("month(t[, zone])", static time => time.Month),
        Part("day(t[, zone])", static time => time.Day),
        Part("hour(t[, zone])", static time => time.Hour),
        Part("minute(t[, zone])", static time => time.Minute),
        Part("second(t[, zone])", static time => time.Second),
        Part("day_of_week(t[, zone])", static time => time.DayOfWeek == DayOfWeek.Sunday ? 7 : (long)time.DayOfWeek),
        Part("day_of_year(t[, zone])", static time => time.DayOfYear),
        Call.Of("epoch(t)", ArgumentKind.Time, Types.Double, static time => Value.Of(time.AsInt64() / (double)MicrosecondsPerSecond)),
        Call.Of("add_seconds(t, seconds)", ArgumentKind.Time, ArgumentKind.Number, Types.Time, AddSeconds),
        new("date_trunc(unit, t[, zone])", BindTruncate),
    ];

    private static Function Part(string signature, Func<DateTime, long> part) => new(signature, (node, arguments) =>
    {
        Call.Check(node, signature, arguments, [ArgumentKind.Time, ArgumentKind.Text], required: 1);
        var clock = ClockOf(node, arguments, 1);
        return Call.Of(Types.Int64, arguments[0], time => clock.Show(time.AsInstant()) is { } local ? Value.Of(part(local)) : Value.Null);
    });

    private static TypedNode BindTruncate(CallNode node, TypedNode[] arguments)
    {
        Call.Check(node, "date_trunc(unit, t[, zone])", arguments, [ArgumentKind.Text, ArgumentKind.Time, ArgumentKind.Text], required: 2);
        var unit = Constant(node, arguments, 0);
        var clock = ClockOf(node, arguments, 2);
        return unit switch
        {
            "second" => CutTicks(arguments[1], clock, TimeSpan.TicksPerSecond),
            "minute" => CutTicks(arguments[1], clock, TimeSpan.TicksPerMinute),
            "hour" => CutTicks(arguments[1], clock, TimeSpan.TicksPerHour),
            "day" => CutDays(arguments[1], clock, static time => time.Date),
            "week" => CutDays(arguments[1], clock, static time => time.Date.AddDays(-(((int)time.DayOfWeek + 6) % 7))),
            "month" => CutDays(arguments[1], clock, static time => new DateTime(time.Year, time.Month, 1)),
            "quarter" => CutDays(arguments[1], clock, static time => new DateTime(time.Year, ((time.Month - 1) / 3 * 3) + 1, 1)),
            "year" => CutDays(arguments[1], clock, static time => new DateTime(time.Year, 1, 1)),
            _ => throw new ExpressionException(
                node.Arguments[0].Position, node.Arguments[0].Length,
                $"'{unit}' is no unit; legal are 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter' and 'year'."),
        };
    }

    // Back from the time itself: the hour that clocks repeat in autumn begins twice.
    private static TypedNode CutTicks(TypedNode argument, LocalClock clock, long unit)
        => Call.Of(Types.Time, argument, time => clock.Show(time.AsInstant()) is { } local ? Value.Of(time.AsInstant() - new TimeSpan(local.Ticks % unit)) : Value.Null);

    private static TypedNode CutDays(TypedNode argument, LocalClock clock, Func<DateTime, DateTime> cut)
        => Call.Of(Types.Time, argument, time => clock.Show(time.AsInstant()) is { } local && clock.Read(cut(local)) is { } begin ? Value.Of(begin) : Value.Null);

    private static Value AddSeconds(Value time, Value seconds)
    {
        var micros = seconds.AsDouble() * MicrosecondsPerSecond;
        if (double.IsNaN(micros) || Math.Abs(micros) > 1e18)
        {
            return Value.Null;
        }

        var moved = time.AsInt64() + (Int128)Math.Round(micros);
        return moved >= Instant.MinValue.UnixMicroseconds && moved <= Instant.MaxValue.UnixMicroseconds ? Value.Of(new Instant((long)moved)) : Value.Null;
    }

    private static LocalClock ClockOf(CallNode node, TypedNode[] arguments, int index)
    {
        if (arguments.Length <= index)
        {
            return new LocalClock(zone: null);
        }

        var name = Constant(node, arguments, index);
        return LocalClock.Find(name) ?? throw new ExpressionException(
            node.Arguments[index].Position, node.Arguments[index].Length, $"The zone '{name}' is not known on this machine. Write an IANA name such as 'Europe/London'.");
    }

    private static string Constant(CallNode node, TypedNode[] arguments, int index)
        => arguments[index] is { IsConstant: true } constant && constant.Evaluate([]) is { IsNull: false } text
            ? text.AsString()
            : throw new ExpressionException(node.Arguments[index].Position, node.Arguments[index].Length, $"Argument {index + 1} of '{node.Name}' must be a text in single quotes.");
}

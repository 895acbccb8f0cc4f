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
        Part("year(t, zone)", static time => time.Year),
        Part("month(t, zone)", static time => time.Month),
        Part("day(t, zone)", static time => time.Day),
        Part("hour(t, zone)", static time => time.Hour),
        Part("minute(t, zone)", static time => time.Minute),
        Part("day_of_week(t, zone)", static time => time.DayOfWeek == DayOfWeek.Sunday ? 7 : (long)time.DayOfWeek),
        Part("day_of_year(t, zone)", static time => time.DayOfYear),
        Call.Of("epoch(t)", ArgumentKind.Time, Types.Double, static time => Value.Of(time.AsInt64() / (double)MicrosecondsPerSecond)),
        Call.Of("add_seconds(t, seconds)", ArgumentKind.Time, ArgumentKind.Number, Types.Time, AddSeconds),
        new("date_trunc(unit, t, zone)", BindTruncate),
    ];

    private static Function Part(string signature, Func<DateTime, long> part) => new(signature, (node, arguments) =>
    {
        Call.Check(node, signature, arguments, [ArgumentKind.Time, ArgumentKind.Text], required: 1);
        var zone = ZoneOf(node, arguments, 1);
        return Call.Of(Types.Int64, arguments[0], time => IsShown(time) ? Value.Of(part(ToLocal(time, zone))) : Value.Null);
    });

    private static TypedNode BindTruncate(CallNode node, TypedNode[] arguments)
    {
        Call.Check(node, "date_trunc(unit, t, zone)", arguments, [ArgumentKind.Text, ArgumentKind.Time, ArgumentKind.Text], required: 2);
        var unit = Constant(node, arguments, 0);
        Func<DateTime, DateTime> cut = unit switch
        {
            "minute" => static time => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMinute)),
            "hour" => static time => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerHour)),
            "day" => static time => time.Date,
            "week" => static time => time.Date.AddDays(-(((int)time.DayOfWeek + 6) % 7)),
            "month" => static time => new DateTime(time.Year, time.Month, 1),
            "year" => static time => new DateTime(time.Year, 1, 1),
            _ => throw new ExpressionException(
                node.Arguments[0].Position, node.Arguments[0].Length, $"'{unit}' is no unit; legal are 'minute', 'hour', 'day', 'week', 'month' and 'year'."),
        };
        var zone = ZoneOf(node, arguments, 2);
        return Call.Of(Types.Time, arguments[1], time => IsShown(time) ? Value.Of(ToUtc(cut(ToLocal(time, zone)), zone)) : Value.Null);
    }

    private static Value AddSeconds(Value time, Value seconds)
    {
        var moved = time.AsInt64() + (seconds.AsDouble() * MicrosecondsPerSecond);
        return moved >= Instant.MinValue.UnixMicroseconds && moved <= Instant.MaxValue.UnixMicroseconds ? Value.Of(new Instant((long)Math.Floor(moved))) : Value.Null;
    }

    // A local time that the clocks skip or repeat is taken as the earlier offset gives it.
    private static Instant ToUtc(DateTime local, TimeZoneInfo? zone)
        => Instant.FromDateTime(zone is null ? local : local - zone.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified)));

    private static DateTime ToLocal(Value time, TimeZoneInfo? zone)
    {
        var utc = DateTime.SpecifyKind(time.AsInstant().ToDateTime(), DateTimeKind.Utc);
        return zone is null ? utc : TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
    }

    private static bool IsShown(Value time) => time.AsInstant() >= Instant.MinValue && time.AsInstant() <= Instant.MaxValue;

    private static TimeZoneInfo? ZoneOf(CallNode node, TypedNode[] arguments, int index)
    {
        if (arguments.Length <= index)
        {
            return null;
        }

        var name = Constant(node, arguments, index);
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new ExpressionException(
                node.Arguments[index].Position, node.Arguments[index].Length, $"The zone '{name}' is not known on this machine. Write an IANA name such as 'Europe/London'.");
    }

    private static string Constant(CallNode node, TypedNode[] arguments, int index)
        => arguments[index] is { IsConstant: true, Type: not null } constant
            ? constant.Evaluate([]).AsString()
            : throw new ExpressionException(node.Arguments[index].Position, node.Arguments[index].Length, $"Argument {index + 1} of '{node.Name}' must be a text in single quotes.");
}

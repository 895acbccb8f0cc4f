using System.Globalization;

namespace Catalog.Web.Formatting;

/// <summary>How the portal writes numbers: grouped by commas, with a real minus sign. "–" stands for "does not apply", never for 0 or null.</summary>
public static class Numbers
{
    /// <summary>Written where a number does not apply.</summary>
    public const string None = "–";

    private static readonly NumberFormatInfo Format = WithRealMinus();

    /// <summary><c>1,234,567</c>.</summary>
    public static string Count(long value) => value.ToString("N0", Format);

    /// <summary>A count, or a dash where it is not known.</summary>
    public static string CountOrUnknown(long? value) => value is { } known ? Count(known) : None;

    /// <summary>As <see cref="Count(long, string, string?)"/>, or <c>an unknown number of events</c>.</summary>
    public static string CountOrUnknown(long? value, string singular) => value is { } known ? Count(known, singular) : $"an unknown number of {singular}s";

    /// <summary><c>1 event</c>, <c>1,008 events</c>.</summary>
    public static string Count(long value, string singular, string? plural = null)
        => $"{Count(value)} {(value == 1 ? singular : plural ?? singular + "s")}";

    /// <summary>Counts of reads only: <c>61</c>, <c>18 k</c>, <c>4.1 M</c>.</summary>
    public static string Compact(long value) => Math.Abs((double)value) switch
    {
        < 1_000 => Count(value),
        < 999_500 => Step(value / 1e3) + " k",
        < 999_500_000 => Step(value / 1e6) + " M",
        _ => Step(value / 1e9) + " G",
    };

    /// <summary>Events per second: <c>41/s</c>, <c>184 k/s</c>.</summary>
    public static string Rate(double perSecond) => double.IsFinite(perSecond) ? Compact((long)Math.Round(perSecond)) + "/s" : None;

    /// <summary>A fraction as <c>24.9 %</c>. What is not quite none or all never reads as 0 or 100.</summary>
    public static string Percent(double fraction)
    {
        if (!double.IsFinite(fraction))
        {
            return None;
        }

        return (fraction * 100) switch
        {
            > 0 and < 0.01 => "< 0.01 %",
            > 0 and < 0.1 => Fixed(fraction * 100, 2) + " %",
            > 99.99 and < 100 => "> 99.99 %",
            > 99.9 and < 100 => Fixed(Math.Floor(fraction * 10_000) / 100, 2) + " %",
            var percent => Fixed(percent, 1) + " %",
        };
    }

    /// <summary>A part of a whole as a percentage; "–" of nothing.</summary>
    public static string Percent(long part, long whole) => whole == 0 ? None : Percent((double)part / whole);

    /// <summary>A statistic, with two decimals: <c>1,335.65</c>.</summary>
    public static string Statistic(double value) => value switch
    {
        _ when !double.IsFinite(value) => Stored(value),
        _ when Math.Abs(value) >= 1e15 || (value != 0 && Math.Abs(value) < 0.005) => value.ToString("0.##E+0", Format),
        _ => Fixed(value, 2),
    };

    /// <summary>With so many decimals: <c>1,335.650</c>.</summary>
    public static string Fixed(double value, int decimals)
    {
        var rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero);
        return (rounded == 0 ? 0 : rounded).ToString("N" + decimals, Format);
    }

    /// <summary>A double as it is stored: the shortest digits that read back the same.</summary>
    public static string Stored(double value) => value.ToString("R", Format);

    /// <summary>A double as people read it: at most the fifteen digits that a double holds for certain, without the trace of binary fractions behind them. <see cref="Stored(double)"/> gives all.</summary>
    public static string Readable(double value) => value.ToString("R", Format) is { Length: > 15 } stored && value.ToString("G15", Format) is var shorter && shorter.Length < stored.Length ? shorter : Stored(value);

    /// <summary>A number in text, with all its decimals: <c>26,066.66</c>. One with an exponent stays as it is.</summary>
    public static string Grouped(string number)
        => !number.AsSpan().ContainsAny('e', 'E') && decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value.ToString("N" + value.Scale, Format) : number;

    /// <summary>A float as it is stored.</summary>
    public static string Stored(float value) => value.ToString("R", Format);

    /// <summary><c>71 bytes</c>, <c>12.3 kB</c>, <c>1.2 GB</c>; decimal units.</summary>
    public static string Bytes(long bytes) => Math.Abs((double)bytes) switch
    {
        < 1_000 => Count(bytes, "byte"),
        < 999_950 => Fixed(bytes / 1e3, 1) + " kB",
        < 999_950_000 => Fixed(bytes / 1e6, 1) + " MB",
        < 999_950_000_000 => Fixed(bytes / 1e9, 1) + " GB",
        _ => Fixed(bytes / 1e12, 1) + " TB",
    };

    /// <summary>A coordinate or length inside SVG and CSS: a point as decimal sign, at most one decimal.</summary>
    public static string Coordinate(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Step(double value) => value.ToString(Math.Abs(value) < 9.95 ? "0.#" : "0", Format);

    private static NumberFormatInfo WithRealMinus()
    {
        var format = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone();
        format.NegativeSign = "−";
        (format.PositiveInfinitySymbol, format.NegativeInfinitySymbol) = ("∞", "−∞");
        return NumberFormatInfo.ReadOnly(format);
    }
}

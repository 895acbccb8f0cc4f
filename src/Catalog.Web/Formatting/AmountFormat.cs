using System.Globalization;
using Catalog.Core.Values;

namespace Catalog.Web.Formatting;

/// <summary>
/// Writes the numbers of a column with one number of decimals: as many as the longest of them needs, at most six. A double holds fifteen digits for certain, so what comes after them, the
/// trace of binary fractions, is left out here; <see cref="Numbers.Stored(double)"/> gives all. Immutable, thread-safe.
/// </summary>
public sealed class AmountFormat
{
    private const int MostDecimals = 6;

    /// <summary>For averages and the like, whose digits have no end: two decimals, see <see cref="Numbers.Statistic"/>.</summary>
    public static readonly AmountFormat Statistics = new(-1);

    private readonly int _decimals;

    private AmountFormat(int decimals) => _decimals = decimals;

    /// <summary>The format for some numbers; those that are not finite do not matter.</summary>
    public static AmountFormat Of(IEnumerable<double> numbers) => new(numbers.Where(static number => double.IsFinite(number) && IsPlain(number)).Select(DecimalsOf).DefaultIfEmpty(0).Max());

    /// <summary>The format for what an aggregate gives.</summary>
    /// <param name="function">Name of the aggregate.</param>
    /// <param name="numbers">The numbers.</param>
    public static AmountFormat Of(string function, IEnumerable<double> numbers) => function is "avg" or "stddev" or "variance" or "slope" or "percentile" ? Statistics : Of(numbers);

    /// <summary>The number in a value; null when it holds none, or a list.</summary>
    public static double? NumberIn(Value value) => value switch
    {
        { IsNull: true } or { Type.IsList: true } => null,
        { Type.IsNumeric: true } => value.AsDouble(),
        _ => null,
    };

    /// <summary><c>207.76</c>, <c>−9.13</c>.</summary>
    public string Text(double number) => _decimals < 0 || !double.IsFinite(number) || !IsPlain(number) ? Numbers.Statistic(number) : Numbers.Fixed(number, _decimals);

    /// <summary>With its sign: <c>+207.76</c>, <c>−9.13</c>, <c>0.00</c>.</summary>
    public string Signed(double number) => number > 0 && Text(number) is var text && text.AsSpan().IndexOfAnyInRange('1', '9') >= 0 ? "+" + text : Text(number);

    private static bool IsPlain(double number) => number == 0 || Math.Abs(number) is >= 1e-6 and < 1e15;

    private static int DecimalsOf(double number)
    {
        var text = Math.Abs(number).ToString("G15", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? MostDecimals : Math.Min(MostDecimals, text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? text.Length - point - 1 : 0);
    }
}

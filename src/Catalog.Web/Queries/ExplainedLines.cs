using System.Text.RegularExpressions;
using Catalog.Core.Values;
using Catalog.Web.Formatting;
using FeatureStore.Explanations;

namespace Catalog.Web.Queries;

/// <summary>How the events of a window are written, a line each: what an event is, what is computed of it, what that adds, and the aggregate up to it.</summary>
public sealed partial class ExplainedLines
{
    private const int LongestExpression = 40;

    private readonly WindowExplanation _window;
    private readonly Instant _now;
    private readonly Dictionary<string, int> _places;
    private readonly IReadOnlyList<int> _told;
    private readonly bool _isPlain;
    private readonly AmountFormat _taken;
    private readonly AmountFormat _running;

    private ExplainedLines(WindowExplanation window, Instant now)
    {
        (_window, _now) = (window, now);
        _places = window.Inputs.Index().ToDictionary(static input => input.Item.Column, static input => input.Index, StringComparer.Ordinal);
        var of = window.Aggregation.Of;
        _isPlain = of is not null && _places.ContainsKey(of);
        Expression = of is null || _isPlain || of.Length > LongestExpression || of.Contains('\'', StringComparison.Ordinal) ? null : Typeset(of, static name => name);
        HashSet<string> read = Expression is not null ? [.. Parts().Matches(of!).Select(static part => part.Value)] : _isPlain ? [of!] : []; // There is an operand where it is written or plain.
        _told = [.. window.Inputs.Index().Where(input => !read.Contains(input.Item.Column)).Select(static input => input.Index)];
        Columns = [.. window.Others.Select(static column => column.Column), .. _told.Select(place => window.Inputs[place].Column)];
        HasRunning = window.Events.Any(static item => item.Running is not null);
        TakesTitle = window.Aggregation.Function is "sum" or "count" ? "Adds" : "Takes";
        _taken = AmountFormat.Of(window.Events.Concat(window.Before).Concat(window.After).Where(Counts).Select(static item => AmountFormat.NumberIn(item.Operand)).OfType<double>());
        _running = AmountFormat.Of(window.Aggregation.Function, window.Events.Select(static item => AmountFormat.NumberIn(item.Running ?? Value.Null)).OfType<double>());
    }

    /// <summary>The expression that is aggregated, where it is written with the numbers of each event: <c>quantity × unit_price</c>; null for a plain column, no operand, or a long text.</summary>
    internal string? Expression { get; }

    /// <summary>The columns that tell what an event is: those that are not in <see cref="Expression"/>.</summary>
    internal IReadOnlyList<string> Columns { get; }

    /// <summary>Whether there is an aggregate up to each event; a list has none.</summary>
    internal bool HasRunning { get; }

    /// <summary>Heads what is taken of an event.</summary>
    internal string TakesTitle { get; }

    internal static ExplainedLines Of(WindowExplanation window, Instant now) => new(window, now);

    /// <summary>Whether an event counts.</summary>
    internal static bool Counts(ExplainedEvent item) => item.Outcome == EventOutcome.Counted;

    /// <summary>What an event is: the values of <see cref="Columns"/>.</summary>
    internal IReadOnlyList<string> TextOf(ExplainedEvent item)
        => [.. item.Others.Concat(_told.Select(place => item.Inputs[place])).Select(value => Values.Text(value, _now))];

    /// <summary>The expression with the values of an event: <c>36 × 0.95</c>.</summary>
    internal string ExpressionOf(ExplainedEvent item)
        => _window.Aggregation.Of is { } of ? Typeset(of, name => _places.TryGetValue(name, out var place) ? Values.Text(item.Inputs[place], _now) : name) : string.Empty;

    /// <summary>What an event that counts adds, or gives to the aggregate.</summary>
    internal string TakenOf(ExplainedEvent item) => _window.Aggregation.Function == "count" ? "+1"
        : AmountFormat.NumberIn(item.Operand) is not { } number ? Values.Text(item.Operand, _now)
        : _window.Aggregation.Function == "sum" ? _taken.Signed(number)
        : _taken.Text(number);

    /// <summary>What an event that counts adds, with all its digits.</summary>
    internal string StoredOf(ExplainedEvent item) => Values.Text(_window.Aggregation.Of is null ? Value.Of(1L) : item.Operand, _now);

    /// <summary>Whether an event takes something away from a sum.</summary>
    internal bool IsNegative(ExplainedEvent item) => _window.Aggregation.Function == "sum" && AmountFormat.NumberIn(item.Operand) < 0;

    /// <summary>The aggregate up to an event of the window.</summary>
    internal string RunningOf(ExplainedEvent item)
        => item.Running is not { } value ? string.Empty : AmountFormat.NumberIn(value) is { } number ? _running.Text(number) : Values.Text(value, _now);

    /// <summary>An expression as one reads it, names replaced.</summary>
    private static string Typeset(string expression, Func<string, string> nameOf)
        => Parts().Replace(expression, part => part.Value switch
        {
            "*" => "×",
            "-" => "−",
            var name => nameOf(name),
        });

    [GeneratedRegex(@"\*|-|[\p{L}_][\p{L}\p{Nd}_]*(?!\s*\()")]
    private static partial Regex Parts();
}

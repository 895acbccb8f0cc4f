using System.Globalization;
using Catalog.Core.Values;

namespace Catalog.Web.ViewModels;

/// <summary>What the form of the page that explains a value holds; it is the address's query, so that an explanation can be linked.</summary>
/// <param name="Fields">The join keys and request values that the feature needs, each with its text.</param>
/// <param name="At">The moment; empty for now.</param>
/// <param name="Known">As known at; empty for all that has arrived.</param>
/// <param name="Sequence">The last sequence that a logged lookup had seen; empty for all.</param>
/// <param name="IsAsked">Whether the address asks; otherwise the fields hold examples.</param>
public sealed record ExplainForm(IReadOnlyList<ExplainField> Fields, string At, string Known, string Sequence, bool IsAsked)
{
    /// <summary>Parts of the address.</summary>
    public const string AtField = "at";

    /// <inheritdoc cref="AtField"/>
    public const string KnownField = "known";

    /// <inheritdoc cref="AtField"/>
    public const string SequenceField = "sequence";

    /// <summary>Part of the address that names the request values that are null.</summary>
    public const string NullField = "null";

    private static readonly string[] Taken = [AtField, KnownField, SequenceField, NullField, "theme", "density"];

    /// <summary>Name of the field of a join key or request value: its name, unless that is taken.</summary>
    public static string FieldOf(string name) => Taken.Contains(name) ? "key." + name : name;

    /// <summary>Reads the query of an address.</summary>
    /// <param name="query">The value of each part of the query.</param>
    /// <param name="names">Join keys and request values that the feature needs.</param>
    /// <param name="requests">Those of them that the request brings, so that they may be null.</param>
    /// <param name="examples">What their fields hold before anything is asked.</param>
    public static ExplainForm Read(IReadOnlyDictionary<string, string> query, IReadOnlyList<string> names, IReadOnlyList<string> requests, IReadOnlyDictionary<string, string> examples)
    {
        var nulls = Text(NullField).Split(',').Intersect(requests).ToHashSet();
        var isAsked = names.Count == 0 || nulls.Count > 0 || names.Any(name => query.ContainsKey(FieldOf(name)));
        return new ExplainForm(
            [.. names.Select(name => new ExplainField(
                name,
                FieldOf(name),
                nulls.Contains(name) ? string.Empty : (isAsked ? query.GetValueOrDefault(FieldOf(name)) : examples.GetValueOrDefault(name)) ?? string.Empty,
                requests.Contains(name),
                nulls.Contains(name)))],
            Text(AtField),
            Text(KnownField),
            Text(SequenceField),
            isAsked);

        string Text(string field) => query.GetValueOrDefault(field)?.Trim() ?? string.Empty;
    }

    /// <summary>What is wrong with a time or the sequence, by field.</summary>
    public Dictionary<string, string> Check()
    {
        var errors = new Dictionary<string, string>();
        foreach (var (field, text) in new[] { (AtField, At), (KnownField, Known) })
        {
            if (text.Length > 0 && !Instant.TryParse(text, out _))
            {
                errors[field] = $"'{text}' is not a time such as 2026-11-20T12:00:00Z.";
            }
        }

        if (Sequence.Length > 0 && !long.TryParse(Sequence, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            errors[SequenceField] = $"'{Sequence}' is not a whole number.";
        }

        return errors;
    }
}

/// <summary>The field of a join key or request value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Field">Name of the field.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="IsRequest">Whether the request brings the value; it may be null then.</param>
/// <param name="IsNull">Whether it is null, whatever the text.</param>
public sealed record ExplainField(string Name, string Field, string Text, bool IsRequest, bool IsNull)
{
    /// <summary>The value.</summary>
    public Value Value => IsNull ? Value.Null : Value.Of(Text);
}

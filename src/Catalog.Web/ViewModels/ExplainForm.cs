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

    private static readonly string[] Taken = [AtField, KnownField, SequenceField, "theme", "density"];

    /// <summary>Name of the field of a join key or request value: its name, unless that is taken.</summary>
    public static string FieldOf(string name) => Taken.Contains(name) ? "key." + name : name;

    /// <summary>Reads the query of an address.</summary>
    /// <param name="query">The value of each part of the query.</param>
    /// <param name="names">Join keys and request values that the feature needs.</param>
    /// <param name="examples">What their fields hold before anything is asked.</param>
    public static ExplainForm Read(IReadOnlyDictionary<string, string> query, IReadOnlyList<string> names, IReadOnlyDictionary<string, string> examples)
    {
        var isAsked = names.Count == 0 || names.Any(name => query.ContainsKey(FieldOf(name)));
        return new ExplainForm(
            [.. names.Select(name => new ExplainField(name, FieldOf(name), (isAsked ? query.GetValueOrDefault(FieldOf(name)) : examples.GetValueOrDefault(name)) ?? string.Empty))],
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
public sealed record ExplainField(string Name, string Field, string Text);

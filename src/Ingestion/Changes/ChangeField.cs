using System.Text;

namespace Ingestion.Changes;

/// <summary>
/// What a column is read from in a change of a table: a plain name is a column of the row as it is afterwards, <c>before.NAME</c> of the row as it was, and <c>change.NAME</c> tells of the change itself.
/// </summary>
/// <param name="Part">Where it stands.</param>
/// <param name="Name">Its name there.</param>
internal readonly record struct ChangeField(ChangePart Part, string Name)
{
    private const string BeforePrefix = "before.";
    private const string AfterPrefix = "after.";
    private const string ChangePrefix = "change.";

    /// <summary>The name in UTF-8.</summary>
    internal byte[] Utf8 => Encoding.UTF8.GetBytes(Name);

    internal static ChangeField Parse(string name) => name switch
    {
        _ when name.StartsWith(BeforePrefix, StringComparison.Ordinal) => new ChangeField(ChangePart.Before, name[BeforePrefix.Length..]),
        _ when name.StartsWith(ChangePrefix, StringComparison.Ordinal) => new ChangeField(ChangePart.Change, name[ChangePrefix.Length..]),

        // A column whose own name begins like one of the others can still be asked for.
        _ when name.StartsWith(AfterPrefix, StringComparison.Ordinal) => new ChangeField(ChangePart.After, name[AfterPrefix.Length..]),
        _ => new ChangeField(ChangePart.After, name),
    };

    /// <summary>The columns of the table that fields are read from, each once, in order.</summary>
    internal static IReadOnlyList<string> ColumnsOf(IEnumerable<string> names)
        => [.. names.Select(Parse).Where(static field => field.Part != ChangePart.Change).Select(static field => field.Name).Distinct(StringComparer.Ordinal)];
}

/// <summary>Where a field of a change stands.</summary>
internal enum ChangePart
{
    /// <summary>The row as it is afterwards.</summary>
    After,

    /// <summary>The row as it was.</summary>
    Before,

    /// <summary>The change itself.</summary>
    Change,
}

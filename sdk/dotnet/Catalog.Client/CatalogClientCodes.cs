namespace Catalog.Client;

/// <summary>The codes of failures that the client itself finds; all others are those of the server (docs/errors.md).</summary>
public static class CatalogClientCodes
{
    /// <summary>The server does not answer.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The answer is none that a catalogue of this version gives.</summary>
    public const string UnexpectedAnswer = "unexpected-answer";

    /// <summary>The run of a training set was cancelled.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>A column does not fit its property, or a value is null where that cannot be.</summary>
    public const string RowDoesNotFit = "row-does-not-fit";

    /// <summary>The connection broke, and meanwhile the training set was replaced.</summary>
    public const string TrainingSetReplaced = "training-set-replaced";
}

using System.Text;

namespace Catalog.Client;

/// <summary>
/// A call that did not succeed. Wrong arguments are <see cref="ArgumentException"/>, missing files <see cref="FileNotFoundException"/>, and what the caller's token stops is
/// <see cref="OperationCanceledException"/>.
/// </summary>
public sealed class CatalogException : Exception
{
    internal CatalogException(CatalogErrorKind kind, string code, string attempted, string detail, Exception? inner = null)
        : base(null, inner)
    {
        Kind = kind;
        Code = code;
        Attempted = attempted;
        Detail = detail;
    }

    /// <summary>What sort of failure it is.</summary>
    public CatalogErrorKind Kind { get; }

    /// <summary>
    /// The stable code, such as <c>feature-not-found</c>: those of the server (docs/errors.md) and of
    /// <see cref="CatalogClientCodes"/>.
    /// </summary>
    public string Code { get; }

    /// <summary>The HTTP status; null where no server answered.</summary>
    public int? Status { get; internal init; }

    /// <summary>What was to be done, such as <c>Looking up features</c>.</summary>
    public string Attempted { get; }

    /// <summary>What was wrong, and what would be right, in the words of the server where it answered.</summary>
    public string Detail { get; }

    /// <summary>The parts, where several things are wrong: findings of definitions, or the errors of a request. Empty otherwise.</summary>
    public IReadOnlyList<CatalogFinding> Findings { get; internal init; } = [];

    /// <summary>After which time the server asks to try again; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>Whether the same call may succeed later without any change.</summary>
    public bool IsTransient { get; internal init; }

    /// <summary>Id of the run that failed or was cancelled; null for any other failure.</summary>
    public Guid? RunId { get; internal init; }

    /// <inheritdoc />
    public override string Message
    {
        get
        {
            var text = new StringBuilder($"{Attempted} failed: {Detail} [{Code}");
            text.Append(Status is { } status ? $", status {status}]" : "]");
            foreach (var finding in Findings.Where(static finding => finding.Rule is not null))
            {
                text.Append("\n  ").Append(finding);
            }

            return text.ToString();
        }
    }

    internal static CatalogException Unreachable(string attempted, Uri address, string words, Exception cause) => new(
        CatalogErrorKind.Unavailable,
        CatalogClientCodes.Unreachable,
        attempted,
        $"the server at '{address}' cannot be reached: {words.TrimEnd('.')}. Start it, or name another one with new CatalogClient(address) or CATALOG_SERVER.",
        cause) { IsTransient = true };

    internal static CatalogException Unexpected(string attempted, string detail, Exception? cause = null) =>
        new(CatalogErrorKind.UnexpectedAnswer, CatalogClientCodes.UnexpectedAnswer, attempted, detail, cause);

    /// <summary>The same failure with one more sentence, and perhaps no longer one to wait for.</summary>
    internal CatalogException With(string sentence, bool isTransient) => new(Kind, Code, Attempted, $"{Detail} {sentence}".TrimEnd(), this)
    {
        Status = Status, Findings = Findings, RetryAfter = RetryAfter, RunId = RunId, IsTransient = isTransient,
    };
}

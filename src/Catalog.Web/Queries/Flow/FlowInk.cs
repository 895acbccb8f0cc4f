namespace Catalog.Web.Queries.Flow;

/// <summary>What the look of an arrow says.</summary>
public readonly record struct FlowInk
{
    /// <summary>No run has shown it.</summary>
    public bool IsDeclaredOnly { get; init; }

    /// <summary>No run has shown it lately.</summary>
    public bool IsAged { get; init; }

    /// <summary>What it comes from decides about the value without being part of it.</summary>
    public bool IsIndirect { get; init; }

    /// <summary>What it comes from cannot be read off the value.</summary>
    public bool IsMasked { get; init; }

    /// <summary>It carries the change that the page asks about.</summary>
    public bool IsImpact { get; init; }

    /// <summary>Classes of portal.css.</summary>
    public string Classes => string.Join(' ', Words());

    /// <summary>The tip that goes with it: of what breaks, what is masked, what is declared, what was observed.</summary>
    public string Tip => IsImpact ? "tip-impact" : IsMasked ? "tip-masked" : IsDeclaredOnly ? "tip-declared" : "tip-observed";

    private IEnumerable<string> Words()
    {
        yield return "edge";
        if (IsImpact)
        {
            yield return "impact";
            yield break;
        }

        if (IsMasked)
        {
            yield return "masked";
        }

        if (IsDeclaredOnly)
        {
            yield return "declared";
        }

        if (IsIndirect)
        {
            yield return "indirect";
        }

        if (IsAged)
        {
            yield return "aged";
        }
    }
}

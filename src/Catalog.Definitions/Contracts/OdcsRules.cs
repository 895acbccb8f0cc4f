namespace Catalog.Definitions.Contracts;

/// <summary>Names of the findings about contracts alone.</summary>
internal static class OdcsRules
{
    /// <summary>The version of the standard is not known.</summary>
    public const string Version = "contract-version";

    /// <summary>The contract says something that is kept but not checked.</summary>
    public const string NotChecked = "contract-not-checked";
}

namespace Catalog.Web.Drafts;

/// <summary>Rules of the portal's forms, beside those that the definitions have themselves.</summary>
internal static class DraftRules
{
    /// <summary>A change of one definition gives another kind or name.</summary>
    public const string AnotherName = "another-name";
}

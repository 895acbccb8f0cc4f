namespace Catalog.Definitions.Search;

/// <summary>How well a result fits. A better tier always ranks before a worse one; nothing else moves a result across tiers.</summary>
public enum SearchTier
{
    /// <summary>The query is the unique name.</summary>
    ExactName,

    /// <summary>The query is the title.</summary>
    ExactTitle,

    /// <summary>Every word is a whole word of the name or title.</summary>
    NameWords,

    /// <summary>Every word begins a word of the name or title.</summary>
    NamePrefix,

    /// <summary>Every word begins a word of the name, title or of a feature, column or port.</summary>
    Column,

    /// <summary>Every word is found somewhere, also in tags, owner and domain.</summary>
    Tag,

    /// <summary>Every word is found somewhere, also in the description.</summary>
    Description,

    /// <summary>Every word is found somewhere, also in the description of a feature, column or port.</summary>
    PartDescription,

    /// <summary>Every word is found somewhere, if in another form, as in <c>spend</c> and <c>spent</c>.</summary>
    WordForm,

    /// <summary>Every word is like a word of the name, title or a column, but for a letter or two.</summary>
    Similar,
}

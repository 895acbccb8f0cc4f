using Catalog.Core.Errors;

namespace Catalog.Core.Tests.Errors;

public sealed class FixTests
{
    [Fact]
    public void Edits_OfAFinding_AreSeenFromTheDocument()
    {
        var fix = new Fix("Remove it, or write 'format: csv'.", FindingEdit.Remove(), FindingEdit.Write("csv", "format"), FindingEdit.Remove("zone"));

        Assert.Equal(
            [
                new FindingEdit(FindingEditAction.Remove, "columns[1].from", null, "remove from"),
                new FindingEdit(FindingEditAction.Write, "columns[1].format", "csv", "format: csv"),
                new FindingEdit(FindingEditAction.Remove, "columns[1].zone", null, "remove zone"),
            ],
            Of("columns[1].from", fix).Edits);
    }

    [Fact]
    public void Edits_OfAKeyOfTheDocumentItself_NameTheKeyAlone()
        => Assert.Equal(["hop", "ttl"], Of("ttl", new Fix("Write one.", FindingEdit.Write("1h", "hop"), FindingEdit.Write("1h"))).Edits.Select(static edit => edit.Path));

    [Fact]
    public void Edits_OfAFindingWithoutAPlace_AreNone() => Assert.Empty(Of(string.Empty, Fix.DidYouMean("that")).Edits);

    [Fact]
    public void Words_Alone_GiveNoEdits() => Assert.Equal(("Ask.", 0), (Of("ttl", "Ask.").Fix, Of("ttl", "Ask.").Edits.Count));

    [Fact]
    public void Equals_SameWordsAtTheSamePlace_AreOneFinding() => Assert.Single(new[] { Of("ttl", Fix.Write("1h")), Of("ttl", Fix.Write("1h")) }.Distinct());

    private static Finding Of(string path, Fix? fix) => new(FindingSeverity.Error, "wrong-value", "It is wrong.", new SourceLocation(string.Empty, 3, 5, path), fix);
}

using Catalog.Web.Formatting;

namespace Catalog.Web.Tests.Formatting;

public sealed class PhrasesTests
{
    [Theory]
    [InlineData("Purchases and returns per customer, from the invoices of the shop.", "Purchases and returns per customer", "From the invoices of the shop.")]
    [InlineData("Prices and names of products.", "Prices and names of products", "")]
    [InlineData("Prices and names of products", "Prices and names of products", "")]
    [InlineData("Red, green and blue things: all of them.", "Red, green and blue things", "All of them.")]
    [InlineData("Version 1.25 of everything (and more)", "Version 1.25 of everything", "(and more)")]
    [InlineData("  ", "", "")]
    public void Split_Description_CutsAfterTheFirstClause(string text, string head, string tail) => Assert.Equal((head, tail), Phrases.Split(text));

    [Theory]
    [InlineData("The value '-3' must be at most -97.", "The value '-3' must be at most −97.")]
    [InlineData("On 2026-11-20 (-1 day), rows-per-day.", "On 2026-11-20 (−1 day), rows-per-day.")]
    public void WithMinus_Message_ChangesNumbersOutsideQuotes(string message, string shown) => Assert.Equal(shown, Phrases.WithMinus(message));

    [Fact]
    public void Of_Query_LeavesOutWhatHasNoValue()
        => Assert.Equal("/checks?text=a%20%26%20b&from=100", Addresses.Of("/checks", ("outcome", null), ("domain", ""), ("text", "a & b"), ("from", Addresses.Number(100))));

    [Theory]
    [InlineData("12", 12)]
    [InlineData("-1", 0)]
    [InlineData("1e3", 0)]
    [InlineData("99999999999", 0)]
    [InlineData(null, 0)]
    public void Number_OfAnAddress_IsNeverNonsense(string? text, int number) => Assert.Equal(number, Addresses.Number(text));
}

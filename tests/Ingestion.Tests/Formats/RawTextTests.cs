using Ingestion.Conversions;
using Ingestion.Formats;

namespace Ingestion.Tests.Formats;

public sealed class RawTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("7b22c3bc227d", "{\"ü\"}")]
    [InlineData("097b", "\t{")]
    [InlineData("ff61", "\ufffda")]
    [InlineData("00000003e7616263", "00 00 00 03 e7 61")]
    public void Of_TextOrNot_IsTextOrHexadecimal(string hex, string shown) => Assert.Equal(shown, RawText.Of(Convert.FromHexString(hex), hex.Length > 12 ? 6 : 100));

    [Fact]
    public void OfRaw_LongPayload_StaysShort() => Assert.Equal(new string('0', 2) + string.Concat(Enumerable.Repeat(" 00", 66)) + "…", OffendingText.OfRaw(new byte[1_000]));
}

using System.Text.Json;
using Catalog.Core.Text;

namespace Catalog.Core.Tests.Errors;

public sealed class JsonFaultTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };

    [Theory]
    [InlineData("", "ends too early (line 1, byte 1)")]
    [InlineData("{\"names\":", "ends too early (line 1, byte 10)")]
    [InlineData("{\"flag\":tru}", "has 'tru}' where it cannot be: it is no value; true, false, null, a number or a text in double quotes is expected (line 1, byte 12)")]
    [InlineData("{\n \"flag\": ?}", "has '?' where it cannot be: it stands where a value begins: an object, a list, a text in double quotes, a number, true, false or null (line 2, byte 10)")]
    [InlineData("{flag:1}", "has 'f' where it cannot be: it stands where the name of a member begins; names are in double quotes (line 1, byte 2)")]
    [InlineData("{\"flag\" 1}", "has '1' where it cannot be: it follows the name of a member; ':' and its value are expected (line 1, byte 9)")]
    [InlineData("{\"flag\":true 1}", "has '1' where it cannot be: it follows a value; ',' or the end of the object or list is expected (line 1, byte 14)")]
    [InlineData("{} {}", "has '{' where it cannot be: it follows the end of the document; one value is expected (line 1, byte 4)")]
    [InlineData("{\"flag\":true,}", "has a comma after the last item of a list or an object; leave it out (line 1, byte 14)")]
    [InlineData("{\"count\":01}", "has a number that begins with 0; write it without (line 1, byte 11)")]
    [InlineData("{\"flag\":1}", "has a value of the wrong type at 'flag'; true or false is expected (line 1, byte 10)")]
    [InlineData("{\"count\":1.5}", "has a value of the wrong type at 'count'; a whole number is expected (line 1, byte 13)")]
    [InlineData("{\"names\":\"a\"}", "has a value of the wrong type at 'names'; a list is expected (line 1, byte 13)")]
    [InlineData("{\"names\":[1]}", "has a value of the wrong type at 'names[0]'; a text in double quotes is expected (line 1, byte 12)")]
    [InlineData("[]", "has a value of the wrong type at '$'; an object is expected (line 1, byte 2)")]
    [InlineData("{\"names\":[\"\\ud800\"]}", "has a text with bytes that are no UTF-8, or half of a surrogate pair at 'names[0]'; send UTF-8 (line 1, byte 19)")]
    [InlineData("{\"flag\":true,\"flag\":true}", "has a member twice at 'flag' (line 1, byte 21)")]
    public void Describe_TextThatCannotBeRead_SaysWhatWouldBeRight(string json, string expected)
    {
        var exception = Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<Body>(json, Options));

        Assert.Equal(expected, JsonFault.Describe(exception) + JsonFault.PlaceOf(exception));
    }

    private sealed record Body(bool Flag, int Count, IReadOnlyList<string>? Names);
}

using Catalog.Web.Queries;
using Ingestion.Model;

namespace Catalog.Web.Tests.Queries;

public sealed class TopicStateTests
{
    [Theory]
    [InlineData(PayloadFormat.Json, "json")]
    [InlineData(PayloadFormat.Avro, "avro")]
    [InlineData(PayloadFormat.Protobuf, "protobuf")]
    [InlineData(PayloadFormat.JsonSchema, "json_schema")]
    public void WordOf_Format_IsThatOfDefinitions(PayloadFormat format, string word) => Assert.Equal(word, TopicState.WordOf(format));
}

using CsCheck;
using KubeSec.Images.Dockerfiles;

namespace KubeSec.Core.Tests.Images;

public sealed class DockerfileReaderTests
{
    [Fact]
    public void The_images_of_a_multi_stage_file_are_found_with_their_places()
    {
        const string Text = """
            # syntax=docker/dockerfile:1.7
            ARG DOTNET=10.0 VARIANT=-noble
            ARG BASE=mcr.microsoft.com/dotnet/aspnet:${DOTNET}${VARIANT}
            FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:$DOTNET AS build
            RUN <<EOF
            FROM not-an-image
            EOF
            RUN --mount=type=bind,from=ghcr.io/acme/certs:1,target=/certs true
            from ${BASE} \
              # a comment inside
              as final
            COPY --from=build /app /app
            COPY --from=0 /app /app
            COPY --from=busybox:1.37 /bin/sh /bin/sh
            FROM scratch
            FROM final
            """;
        DockerfileContent content = DockerfileReader.Read(Text, "Dockerfile");
        Assert.Empty(content.Errors);
        Assert.Equal(
            [
                "1:10 Frontend docker.io/docker/dockerfile:1.7",
                "4:32 Base mcr.microsoft.com/dotnet/sdk:10.0 AS build ON $BUILDPLATFORM",
                "8:28 Source ghcr.io/acme/certs:1",
                "9:6 Base mcr.microsoft.com/dotnet/aspnet:10.0-noble AS final",
                "14:13 Source docker.io/library/busybox:1.37",
            ],
            content.Images.Select(Line));
        Assert.Equal(new("Dockerfile", 9, 6, 9, 13), content.Images[3].Span);
    }

    [Theory]
    [InlineData("FROM ${A:-nginx}", "docker.io/library/nginx")]
    [InlineData("ARG A=\nFROM ${A:-nginx}", "docker.io/library/nginx")]
    [InlineData("ARG A=x\nFROM nginx${A:+:1}", "docker.io/library/nginx:1")]
    [InlineData("ARG A=\"nginx:1\"\nFROM $A", "docker.io/library/nginx:1")]
    [InlineData("ARG A='nginx'\nFROM ${A}:${B:-2}", "docker.io/library/nginx:2")]
    [InlineData("# escape=`\nFROM ngi`\r\nnx:1", "docker.io/library/nginx:1")]
    [InlineData("\uFEFFFROM nginx", "docker.io/library/nginx")]
    [InlineData("# comment\n# escape=`\nFROM ngi\\\nnx", "docker.io/library/nginx")]
    public void Variables_quotes_and_the_escape_directive_are_honoured(string text, string image) =>
        Assert.Equal(image, Assert.Single(DockerfileReader.Read(text, "f").Images).Reference?.ToString());

    [Theory]
    [InlineData("FROM $MISSING")]
    [InlineData("ARG A\nFROM $A")]
    [InlineData("FROM ${A:?needed}")]
    [InlineData("FROM ${A")]
    [InlineData("FROM UPPER")]
    public void An_image_that_is_not_known_says_why(string text)
    {
        DockerfileImage image = Assert.Single(DockerfileReader.Read(text, "f").Images);
        Assert.Null(image.Reference);
        Assert.NotEmpty(image.Problem!);
    }

    [Fact]
    public void Build_arguments_win_over_defaults()
    {
        Dictionary<string, string> given = new() { ["A"] = "alpine:3" };
        Assert.Equal("alpine:3", Assert.Single(DockerfileReader.Read("ARG A=nginx\nFROM $A", "f", given).Images).Reference?.Familiar);
        Assert.Null(Assert.Single(DockerfileReader.Read("FROM $A", "f", given).Images).Reference);
    }

    [Fact]
    public void A_broken_instruction_is_an_error_and_the_rest_is_read()
    {
        DockerfileContent content = DockerfileReader.Read("FROM a b\nFROM\nFROM nginx", "f");
        Assert.Equal([1, 2], content.Errors.Select(error => error.Span.Line));
        Assert.Single(content.Images);
    }

    [Fact]
    public void Hostile_text_is_read_in_bounded_time_and_never_crashes()
    {
        DockerfileReader.Read("FROM " + string.Concat(Enumerable.Repeat("${a:-", 150_000)), "f");
        DockerfileReader.Read(string.Concat(Enumerable.Range(0, 20_000).Select(n => $"ARG A{n + 1}=$A{n}$A{n}\n")) + "FROM $A20000", "f");
        Gen.OneOf("FROM ", "ARG ", "COPY --from=", "A=", "$A", "${", "}", ":-", "\\\n", "\n", "\"", "'", "<<E", "RUN ", " AS ", "# escape=`\n", "nginx", "`")
            .List[0, 20].Select(string.Concat).Sample(text => DockerfileReader.Read(text, "f"), iter: 20_000);
    }

    private static string Line(DockerfileImage image) =>
        $"{image.Span.Line}:{image.Span.Column} {image.Use} {image.Reference}"
        + (image.Stage is null ? "" : $" AS {image.Stage}") + (image.Platform is null ? "" : $" ON {image.Platform}");
}

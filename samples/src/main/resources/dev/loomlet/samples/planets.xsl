<?xml version="1.0"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="UTF-8" indent="yes"/>

  <xsl:template match="/planets">
    <html lang="en">
      <head><title>Planets</title></head>
      <body>
        <h1>Planets</h1>
        <table>
          <xsl:apply-templates select="planet">
            <xsl:sort select="@moons" data-type="number" order="descending"/>
          </xsl:apply-templates>
        </table>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="planet">
    <tr>
      <th scope="row"><xsl:value-of select="@name"/></th>
      <td><xsl:value-of select="@moons"/> moons</td>
      <td><xsl:for-each select="moon"><xsl:if test="position() &gt; 1">, </xsl:if><xsl:value-of select="."/></xsl:for-each></td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
